import * as decoys from './decoys.js';
import type { ServiceEvents } from './types.js';

/** Mail, SMS, push, and the operations bot. */
export const notificationsEvents: ServiceEvents = {
  routine: [
    ({ random }) => ({
      level: 'info',
      message: 'queue drained',
      fields: {
        queue: 'reminders',
        jobs: random.between(1, 4000),
        tookMs: random.between(100, 90_000),
        lag: [0, 0, random.int(9)],
      },
    }),
    ({ random }) => ({
      level: 'debug',
      message: 'template compiled',
      fields: {
        template: 'period-reminder',
        locale: random.pick(['de-DE', 'en-GB', 'fr-FR', 'nl-NL']),
        preview: 'Hi {{first}},\n\tyour next period may start "soon" \u2013 in about {{days}} days',
        checksum: random.hex(64),
      },
    }),
  ],
  sensitive: [
    (draft) => ({
      level: 'info',
      message: 'mail accepted by relay',
      fields: {
        to: [draft.plant('email'), draft.plant('email')],
        template: 'period-reminder',
        relay: { id: draft.random.hex(20), code: 250 },
      },
    }),
    (draft) => ({
      level: 'info',
      message: 'sms sent',
      fields: {
        to: draft.plant('phone-e164'),
        segments: draft.random.between(1, 3),
        providerRef: draft.random.uuid(),
      },
    }),
    (draft) => ({
      level: 'info',
      message: 'push delivered',
      fields: {
        target: {
          platform: draft.random.pick(['apns', 'fcm']),
          ...draft.keyed('device-id', ['deviceId', 'device_id']),
        },
        collapseKey: `reminder-${draft.random.between(1, 31)}`,
      },
    }),
    (draft) => ({
      level: 'info',
      message: 'digest finished',
      // Map keys can be sensitive too.
      fields: {
        deliveries: { [draft.plant('email')]: 'sent', [draft.plant('email')]: 'bounced' },
        digest: draft.random.hex(64),
      },
    }),
    (draft) => ({
      level: 'warn',
      message: 'ops bot reply',
      fields: draft.vendorTokens
        ? { text: `slack said invalid_auth for ${draft.plant('slack-token')}`, channel: 'C0LUMAOPS' }
        : { text: `mailbox ${draft.plant('email')} is full`, channel: 'C0LUMAOPS' },
    }),
    (draft) => ({
      level: 'info',
      message: 'deploy started',
      fields: {
        revision: decoys.gitSha(draft.random),
        version: decoys.version(draft.random),
        remote: draft.vendorTokens
          ? `https://x-access-token:${draft.plant('github-token')}@github.com/luma-example/notifications.git`
          : 'https://github.com/luma-example/notifications.git',
      },
    }),
    (draft) => ({
      level: 'error',
      message: `SES refused key ${draft.plant('aws-access-key-id')}: SignatureDoesNotMatch`,
      fields: { region: 'eu-central-1', requestId: draft.random.uuid() },
    }),
  ],
};
