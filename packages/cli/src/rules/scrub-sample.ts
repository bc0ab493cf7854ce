import type { CompiledDetector, Finding, FindingDifference } from '@scrubjay/engine';
import type { Mark } from './underline.js';

/** A place on which two rulesets differ, in a record from which all that either of them finds was taken. */
export interface Sample {
  /** Place of the record in the corpus, from 0. */
  readonly record: number;
  readonly detector: string;
  readonly change: FindingDifference['change'];
  /** The record around the place; undefined where a rule discards the record, so that nothing of it may be seen. */
  readonly text: string | undefined;
  /** Bytes of `text` at which the finding's replacement stands. */
  readonly start: number;
  readonly end: number;
}

/** Bytes of the scrubbed record shown before and behind the place. */
const around = 60;
export const changeSigns = { added: '+', removed: '-', changed: '~' } as const;

interface Span {
  start: number;
  end: number;
  detector: string;
}

/** All bytes that a finding of either list covers, joined where they touch. */
function unionOf(findings: readonly Finding[]): readonly Span[] {
  const spans: Span[] = [];
  for (const { start, end, detector } of [...findings].sort((a, b) => a.start - b.start)) {
    const last = spans.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else spans.push({ start, end, detector });
  }
  return spans;
}

export interface SampledRecord {
  readonly index: number;
  readonly bytes: Buffer;
  readonly before: readonly Finding[];
  readonly after: readonly Finding[];
  /** By detector id, of both rulesets. */
  readonly labels: ReadonlyMap<string, string>;
}

/** The record with `[LABEL]` in place of every span that either ruleset finds, whatever its action. */
function scrub({ bytes, before, after, labels }: SampledRecord, place: number) {
  const parts: Buffer[] = [];
  const at = { start: 0, end: 0 };
  let from = 0;
  let length = 0;
  const push = (part: Buffer): void => {
    parts.push(part);
    length += part.length;
  };
  for (const { start, end, detector } of unionOf([...before, ...after])) {
    push(bytes.subarray(from, start));
    const begin = length;
    push(Buffer.from(`[${labels.get(detector) ?? 'HIDDEN'}]`));
    if (start <= place && place < end) Object.assign(at, { start: begin, end: length });
    from = end;
  }
  push(bytes.subarray(from));
  return { scrubbed: Buffer.concat(parts), ...at };
}

function isCharacterStart(bytes: Buffer, at: number): boolean {
  return ((bytes[at] ?? 0) & 0xc0) !== 0x80;
}

/** Makes a sample of one difference. Nothing that either ruleset finds is in it. */
export function sampleOf(
  record: SampledRecord,
  { change, detector, before, after }: FindingDifference,
): Sample {
  const about = { record: record.index, detector, change };
  const isDiscarded = [...record.before, ...record.after].some(({ action }) => action === 'discard');
  if (isDiscarded) return { ...about, text: undefined, start: 0, end: 0 };
  const place = (after ?? before)?.start ?? 0;
  const { scrubbed, start, end } = scrub(record, place);
  let from = Math.max(0, start - around);
  let to = Math.min(scrubbed.length, end + around);
  while (!isCharacterStart(scrubbed, from)) from += 1;
  while (!isCharacterStart(scrubbed, to)) to -= 1;
  const head = from > 0 ? '…' : '';
  const tail = to < scrubbed.length ? '…' : '';
  const shift = Buffer.byteLength(head) - from;
  const text = head + scrubbed.toString('utf8', from, to) + tail;
  return { ...about, text, start: start + shift, end: end + shift };
}

export function marksOf({ start, end, change }: Sample): readonly Mark[] {
  return [{ start, end, sign: changeSigns[change] }];
}

/** What stands in place of a finding, by detector, for both rulesets. */
export function labelsOf(
  ...detectors: readonly (readonly CompiledDetector[])[]
): ReadonlyMap<string, string> {
  return new Map(detectors.flat().map(({ id, label }) => [id, label]));
}
