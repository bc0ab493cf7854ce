import * as decoys from './decoys.js';
import type { ServiceEvents } from './types.js';

const phases = ['menstruation', 'follicular', 'ovulation', 'luteal'] as const;
const symptoms = ['cramps', 'headache', 'fatigue', 'bloating', 'tender breasts', 'acne', 'nausea'] as const;
const models = ['Pixel 9', 'iPhone17,2', 'SM-S931B', 'Fairphone 6'] as const;

/** Cycle tracking: the app's main back end. */
export const cycleApiEvents: ServiceEvents = {
  routine: [
    ({ random }) => ({
      level: 'info',
      message: 'cycle day recorded',
      fields: {
        userId: decoys.userId(random),
        cycle: {
          day: random.between(1, 31),
          phase: random.pick(phases),
          temperatureC: random.between(3610, 3740) / 100,
          symptoms: [random.pick(symptoms), random.pick(symptoms)],
        },
        durationMs: random.between(2, 90),
      },
    }),
    ({ random }) => ({
      level: 'debug',
      message: 'prediction cache refreshed',
      fields: {
        model: {
          sha: decoys.gitSha(random),
          version: decoys.version(random),
          confidence: random.int(1000) / 1000,
        },
        window: [1767222000000 + random.int(1_000_000_000), 1767222000000 + random.int(1_000_000_000)],
        cold: random.chance(0.2),
        previous: null,
      },
    }),
    ({ random, timestampMs }) => ({
      level: 'warn',
      message: 'slow query',
      fields: {
        sql: 'SELECT "day", "phase" FROM cycle_days WHERE user_id = $1 AND "day" >= $2\nORDER BY "day"',
        params: [decoys.userId(random), String(timestampMs - 86_400_000)],
        durationMs: random.between(800, 9000),
        requestId: random.uuid(),
      },
    }),
  ],
  sensitive: [
    (draft) => ({
      level: 'info',
      message: 'profile updated',
      fields: {
        userId: decoys.userId(draft.random),
        profile: {
          ...draft.keyed('person-name', ['fullName', 'full_name']),
          ...draft.keyed('birth-date', ['birthDate', 'date_of_birth']),
          email: draft.plant('email'),
          units: draft.random.pick(['metric', 'imperial']),
        },
        changed: ['email', 'units'],
      },
    }),
    (draft) => ({
      level: 'info',
      message: `partner invite sent to ${draft.plant('email')}`,
      fields: { userId: decoys.userId(draft.random), invite: { id: draft.random.uuid(), validDays: 14 } },
    }),
    (draft) => ({
      level: 'info',
      message: 'note saved',
      fields: {
        userId: decoys.userId(draft.random),
        note: {
          text: `Clinic called back from ${draft.plant('phone-e164')}, said "come in on day 3" 🌙\nfile C:\\luma\\notes.txt`,
          tags: ['clinic', 'spotting'],
        },
      },
    }),
    (draft) => ({
      level: 'info',
      message: 'device synced',
      fields: {
        device: {
          ...draft.keyed('device-id', ['deviceId', 'device_id']),
          model: draft.random.pick(models),
          app: decoys.version(draft.random),
        },
        client: { ip: draft.plant(draft.random.pick(['ipv4', 'ipv6'])), tz: 'Europe/Berlin' },
        entries: draft.random.between(1, 40),
      },
    }),
    (draft) => ({
      level: 'debug',
      message: 'wearable paired',
      fields: {
        pairing: {
          mac: draft.plant('mac-address'),
          rssi: -draft.random.between(30, 90),
          firmware: decoys.version(draft.random),
        },
        userId: decoys.userId(draft.random),
      },
    }),
  ],
};
