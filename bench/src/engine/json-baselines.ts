import type { Ruleset } from '@scrubjay/engine';
import type { JsonSample, Task } from '@scrubjay/measure';
import redact from '@pinojs/redact';
import { pino } from 'pino';

/**
 * Places that applications name to pino in this way: it redacts what it is told of, not what it finds. A star is one
 * level, so deeper values stay.
 */
const paths = [
  'password',
  'token',
  'secret',
  'authorization',
  'email',
  'phone',
  'ip',
  'userAgent',
  'sourceIPAddress',
];
export const redactedPaths: readonly string[] = [
  ...paths,
  ...paths.map((path) => `*.${path}`),
  ...[
    'userIdentity.accessKeyId',
    'userIdentity.userName',
    'req.headers.cookie',
    'user.name',
    'user.address.street',
  ],
];

const plainName = (name: string): string => name.toLowerCase().replaceAll(/[-_ ]/g, '');

/** What a hand-written redactor does: every member's name is looked up, wherever it stands. */
function walk(value: unknown, names: ReadonlySet<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) value[at] = walk(value[at], names);
    return value;
  }
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members)) {
    members[name] = names.has(plainName(name)) ? '[REDACTED]' : walk(members[name], names);
  }
  return members;
}

/** Reads each record, hides the members that a ruleset names, and writes it again. */
export function walkTask({ detectors }: Ruleset, { texts }: JsonSample): Task {
  const names = new Set(detectors.flatMap(({ keys }) => keys.map(plainName)));
  return {
    name: 'JSON.parse + walk + stringify',
    run: () => {
      for (const text of texts) JSON.stringify(walk(JSON.parse(text), names));
    },
  };
}

/** @pinojs/redact, which took the place of fast-redact in pino. */
export function redactTask({ texts }: JsonSample): Task {
  const clean = redact({ paths: [...redactedPaths] });
  return {
    name: 'JSON.parse + @pinojs/redact',
    run: () => {
      for (const text of texts) clean(JSON.parse(text));
    },
  };
}

/** A logger that hides the same places; its lines go nowhere. */
export function pinoTask({ texts }: JsonSample): Task {
  const logger = pino({ redact: [...redactedPaths] }, { write: () => undefined });
  return {
    name: 'JSON.parse + pino with redact',
    run: () => {
      for (const text of texts) logger.info(JSON.parse(text));
    },
  };
}
