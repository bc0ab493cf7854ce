import {
  parseTime,
  quarantineFrames,
  readLineMembers,
  writeLineMembers,
  type Frame,
  type LineMember,
  type QuarantineReason,
} from '@scrubjay/frame';
import { parseJson } from '@scrubjay/sink';

/** Members that the sink writes and no rule has ever looked at: times of its own making, names, positions. */
const sinkMembers: ReadonlySet<string> = new Set(['time', 'observed_time', 'service', 'source', 'ruleset']);
/** Those of a record that was JSON or text; what has others was OTLP. */
const plainMembers: ReadonlySet<string> = new Set([
  ...sinkMembers,
  ...['severity_text', 'severity_number', 'trace_id', 'span_id', 'body', 'attributes'],
]);
/** How attributes of a Kafka message begin; what has others was OTLP. */
const kafkaNames = 'messaging.kafka.';
const nulEscape = Buffer.from('\\u0000');
const rulesetDigits = 12;
const quote = 0x22;
const openBrace = 0x7b;

/** A record as it is stored, taken apart into what rules look at and what they do not. */
export interface StoredLine {
  readonly members: readonly LineMember[];
  /** How `record` is to be read. */
  readonly format: 'text' | 'json' | 'canonical';
  /** What the redactor saw as the record: the body; of OTLP, all but the sink's own members. */
  readonly record: Buffer;
  /** What else rules look at, as one JSON object. */
  readonly attributes: Buffer | undefined;
  readonly source: { readonly stream: string; readonly partition: number; readonly offset: number };
  /** Unix milliseconds. */
  readonly timeMs: number;
  readonly observedMs: number;
}

/** Takes a line apart, without its newline; undefined for one that the sink cannot have written. */
export function readStoredLine(line: Buffer): StoredLine | undefined {
  const members = readLineMembers(line);
  const source = sourceOf(members);
  const observedMs = timeOf(members, 'observed_time');
  const timeMs = timeOf(members, 'time');
  if (members === undefined || source === undefined || observedMs === undefined || timeMs === undefined)
    return undefined;
  const shared = { members, source, observedMs, timeMs };
  const body = valueOf(members, 'body');
  if (body === undefined || !isPlain(members)) {
    const record = writeLineMembers(members.filter(({ name }) => !sinkMembers.has(name)));
    return { ...shared, format: 'canonical', record, attributes: undefined };
  }
  const text = body[0] === quote && !body.includes(nulEscape) ? parseJson(body) : undefined;
  const rest = members.filter((member) => isBeside(member));
  const attributes = rest.length === 0 ? undefined : writeLineMembers(rest);
  if (typeof text !== 'string') return { ...shared, format: 'json', record: body, attributes };
  return { ...shared, format: 'text', record: Buffer.from(text), attributes };
}

/**
 * The line with another record and other attributes, and the ruleset that made them. `fingerprint`: whole. Without
 * newline.
 */
export function rewriteLine(
  line: StoredLine,
  changed: {
    readonly record: Buffer;
    readonly attributes: Buffer | undefined;
    readonly fingerprint: string;
  },
): Buffer {
  const { members, format } = line;
  const own = members.filter(({ name }) => sinkMembers.has(name));
  const isHead = ({ name }: LineMember): boolean => name !== 'source' && name !== 'ruleset';
  const source = own.filter(({ name }) => name === 'source');
  const ruleset = Buffer.from(JSON.stringify(changed.fingerprint.slice(0, rulesetDigits)));
  const tail = [...source, { name: 'ruleset', value: ruleset }];
  if (format === 'canonical') {
    const rest = readLineMembers(changed.record) ?? [{ name: 'body', value: changed.record }];
    return writeLineMembers([...own.filter(isHead), ...rest, ...tail]);
  }
  const body =
    format === 'text' ? Buffer.from(JSON.stringify(changed.record.toString('utf8'))) : changed.record;
  const beside = readBeside(changed.attributes);
  const kept = members.filter(isHead).flatMap((member): LineMember[] => {
    if (member.name === 'body') return [{ name: 'body', value: body }];
    if (!isBeside(member)) return [member];
    const value = valueOf(beside, member.name);
    return value === undefined || isOrphan(member, line.record, body) ? [] : [{ name: member.name, value }];
  });
  return writeLineMembers([...kept, ...tail]);
}

/** The whole record for quarantine, as OTLP would come from ingest: a replay writes the same line again. */
export function toQuarantine(
  { members, source, timeMs, observedMs }: StoredLine,
  facts: {
    readonly reason: QuarantineReason;
    readonly environment: string;
    readonly service: string;
    readonly fingerprint: string;
  },
): Frame[] {
  const { reason, environment, service, fingerprint } = facts;
  const original = valueOf(members, 'original_time');
  const kept = members.filter(
    ({ name }) => (!sinkMembers.has(name) && name !== 'original_time') || name === 'observed_time',
  );
  const time = { name: 'time', value: original ?? valueOf(members, 'time') ?? Buffer.from('""') };
  return quarantineFrames({
    ...{ stage: 'redactor', reason, environment, service, schemaId: '', format: 'canonical' },
    record: writeLineMembers([time, ...kept]),
    ...{ stream: source.stream, partition: source.partition, offset: BigInt(source.offset) },
    ...{ timestampMs: timeMs, ingestedAtMs: observedMs, rulesetFingerprint: fingerprint },
  });
}

function isPlain(members: readonly LineMember[]): boolean {
  if (!members.every(({ name }) => plainMembers.has(name))) return false;
  const attributes = valueOf(members, 'attributes');
  if (attributes === undefined) return true;
  return readLineMembers(attributes)?.every(({ name }) => name.startsWith(kafkaNames)) === true;
}

/** What stands beside the body and may hold what the application has written. */
function isBeside({ name }: LineMember): boolean {
  return !sinkMembers.has(name) && name !== 'body' && name !== 'severity_number';
}

/** An id that was copied out of the body, and that the body does not hold any more. */
function isOrphan({ name, value }: LineMember, before: Buffer, after: Buffer): boolean {
  if (name !== 'trace_id' && name !== 'span_id') return false;
  const id = value.subarray(1, -1);
  return before.includes(id) && !after.includes(id);
}

/** A rule may have masked the object whole: nothing of it is left then. */
function readBeside(attributes: Buffer | undefined): readonly LineMember[] {
  if (attributes?.[0] !== openBrace) return [];
  return readLineMembers(attributes) ?? [];
}

function valueOf(members: readonly LineMember[], name: string): Buffer | undefined {
  return members.find((member) => member.name === name)?.value;
}

function timeOf(members: readonly LineMember[] | undefined, name: string): number | undefined {
  const value = members === undefined ? undefined : valueOf(members, name);
  return value === undefined ? undefined : parseTime(value.toString('latin1').slice(1, -1));
}

function sourceOf(members: readonly LineMember[] | undefined): StoredLine['source'] | undefined {
  const value = members === undefined ? undefined : valueOf(members, 'source');
  if (value === undefined) return undefined;
  const { stream, partition, offset } = (parseJson(value) ?? {}) as Partial<StoredLine['source']>;
  if (typeof stream !== 'string' || !isCount(partition) || !isCount(offset)) return undefined;
  return { stream, partition, offset };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
