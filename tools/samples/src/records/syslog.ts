import type { Draft } from '../draft.js';
import { hosts } from '../vocabulary.js';
import { bsdTime } from './time.js';
import type { Written } from './types.js';

interface SyslogMessage {
  readonly app: string;
  /** Facility times eight plus severity (RFC 5424, section 6.2.1). */
  readonly priority: number;
  readonly text: string;
}
type Template = (draft: Draft) => SyslogMessage;

const templates: readonly [Template, ...Template[]] = [
  ({ random }) => ({
    app: 'systemd',
    priority: 30,
    text: `Started Session ${random.between(1, 9999)} of User luma.`,
  }),
  ({ random }) => ({
    app: 'kernel',
    priority: 6,
    text: `[${random.between(1000, 900_000)}.${random.chars('0123456789', 6)}] EXT4-fs (nvme0n1p1): mounted filesystem ${random.uuid()}`,
  }),
  ({ random }) => ({
    app: 'kubelet',
    priority: 30,
    text: `"Pulled image" image="registry.luma.example/cycle-api@sha256:${random.hex(64)}" tookMs=${random.between(200, 9000)}`,
  }),
  ({ random }) => ({
    app: 'chronyd',
    priority: 30,
    text: `System clock wrong by ${random.int(1_000_000) / 1e6} seconds, stratum ${random.between(1, 4)}`,
  }),
  (draft) => ({
    app: 'sshd',
    priority: 38,
    text: `Failed password for invalid user admin from ${draft.plant('ipv4')} port ${draft.random.between(1024, 65_535)} ssh2`,
  }),
  (draft) => ({
    app: 'dhcpd',
    priority: 30,
    text: `DHCPACK on ${draft.plant('ipv4')} to ${draft.plant('mac-address')} via eth0`,
  }),
  (draft) => ({
    app: 'postfix/smtp',
    priority: 22,
    text: `${draft.random.hex(10).toUpperCase()}: to=<${draft.plant('email')}>, relay=mx.luma.example, delay=${draft.random.int(90) / 10}, status=sent (250 2.0.0 Ok)`,
  }),
  (draft) => ({
    app: 'named',
    priority: 30,
    text: `client @0x${draft.random.hex(12)} ${draft.plant('ipv6')}#${draft.random.between(1024, 65_535)} (api.luma.example): query: AAAA`,
  }),
  (draft) => ({
    app: 'haproxy',
    priority: 131,
    text: `unable to load certificate: unexpected line '${draft.random.chance(0.5) ? draft.plant('aws-access-key-id') : draft.pemHeader()}'`,
  }),
];

/** RFC 3164 and RFC 5424 by turns; 32473 is the enterprise number for examples (RFC 5612). */
export function writeSyslog(draft: Draft): Written {
  const { random } = draft;
  const { app, priority, text } = random.pick(templates)(draft);
  const host = random.pick(hosts);
  const pid = random.between(100, 32_000);
  if (random.chance(0.5)) {
    const head = `<${priority}>${bsdTime(draft.timestampMs)} ${host} ${app}[${pid}]`;
    return { service: 'host-syslog', text: `${head}: ${text} [${draft.newId()}]` };
  }
  const head = `<${priority}>1 ${new Date(draft.timestampMs).toISOString()} ${host} ${app} ${pid} -`;
  return { service: 'host-syslog', text: `${head} [luma@32473 event_id="${draft.newId()}"] ${text}` };
}
