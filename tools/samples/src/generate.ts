import { ScrubjayError } from '@scrubjay/errors';
import { Draft } from './draft.js';
import { Plants } from './plants/index.js';
import { Random } from './random.js';
import { writeJava } from './records/java.js';
import { writeJson } from './records/json.js';
import { writeKv } from './records/kv.js';
import { writeNginx } from './records/nginx.js';
import { writeOtlp } from './records/otlp.js';
import { writeSyslog } from './records/syslog.js';
import type { Written } from './records/types.js';
import { recordKinds, type GenerateOptions, type Kind, type SampleRecord } from './types.js';

const writers: Readonly<Record<Kind, (draft: Draft) => Written>> = {
  json: writeJson,
  nginx: writeNginx,
  syslog: writeSyslog,
  java: writeJava,
  kv: writeKv,
  otlp: writeOtlp,
};
const defaultMix: Readonly<Record<Kind, number>> = {
  json: 40,
  nginx: 25,
  syslog: 15,
  java: 2,
  kv: 12,
  otlp: 6,
};
const defaultStartMs = Date.UTC(2026, 0, 1, 8);
/** Two and a half hours: few objects for a sink that groups by service and hour. */
const spreadMs = 9_000_000;

interface Share {
  readonly kind: Kind;
  /** Upper end of the kind's part of `[0, 1]`. */
  readonly upTo: number;
}

function refuse(option: string, accepted: string): never {
  throw new ScrubjayError('SJ_USAGE', `generate: ${option} is not acceptable.`, { fix: `Give ${accepted}.` });
}

function toShares(mix: Partial<Record<Kind, number>>): Share[] {
  const weights = recordKinds.map((kind) => mix[kind] ?? 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!weights.every((weight) => weight >= 0) || !(total > 0) || total === Infinity) {
    refuse('mix', 'weights of 0 or more, at least one of them above 0');
  }
  let upTo = 0;
  return recordKinds.flatMap((kind, index) => {
    const weight = weights[index] ?? 0;
    upTo += weight / total;
    return weight > 0 ? [{ kind, upTo }] : [];
  });
}

function drawKind(shares: readonly Share[], random: Random): Kind {
  const point = random.int(1_000_000) / 1_000_000;
  return (shares.find((share) => point < share.upTo) ?? shares.at(-1))?.kind ?? 'json';
}

function checkOptions({ seed, count, idPrefix = '' }: GenerateOptions): void {
  if (!Number.isSafeInteger(seed)) refuse('seed', 'an integer');
  if (!Number.isSafeInteger(count) || count < 0) refuse('count', 'an integer of 0 or more');
  if (!/^[a-z0-9-]{0,12}$/.test(idPrefix)) refuse('idPrefix', 'up to 12 of a-z, 0-9 and -');
}

function* produce(options: GenerateOptions, shares: readonly Share[]): Generator<SampleRecord, void> {
  const { seed, count, startTimeMs = defaultStartMs, vendorTokens = false, idPrefix = '' } = options;
  const random = new Random(seed);
  const plants = new Plants(random, vendorTokens);
  let issued = 0;
  const nextId = (): string => `evt-${idPrefix}${(issued++).toString(36).padStart(6, '0')}`;
  for (let index = 0; index < count; index++) {
    const timestampMs = startTimeMs + Math.floor((index / count) * spreadMs);
    const kind = drawKind(shares, random);
    const draft = new Draft(plants, random, timestampMs, nextId);
    const { service, text } = writers[kind](draft);
    const [id = ''] = draft.ids;
    yield { id, ids: draft.ids, kind, service, text, planted: draft.planted, timestampMs };
  }
}

/**
 * Writes `count` synthetic log records with ground truth, one at a time. The same options give the same bytes on
 * every machine. Planted values that are searchable are unique in a run and occur in no other record of it.
 * Throws `SJ_USAGE` for options out of range, and while iterating when the unique values of a kind run out (the
 * scarcest are phone numbers, of which fiction has 92,000: enough for a million records of the default mix).
 */
export function generate(options: GenerateOptions): Iterable<SampleRecord> {
  checkOptions(options);
  const shares = toShares(options.mix ?? defaultMix);
  return { [Symbol.iterator]: () => produce(options, shares) };
}
