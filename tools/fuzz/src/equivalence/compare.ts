import { Buffer } from 'node:buffer';
import {
  detectRecord,
  redactFrame,
  redactFramePlain,
  type ActionCount,
  type FrameBytes,
  type FrameResult,
  type OpenText,
  type RedactContext,
} from '@scrubjay/engine';
import type { Case, CaseFrame, Paths } from './case.js';

export const enginePaths: Paths = { fast: redactFrame, reference: redactFramePlain };

/** Records of a frame that are also looked at one by one: the reference is slow. */
const mostSingle = 6;
const newline = Buffer.from('\n');

export interface Comparison {
  /** What differs, in words that tell nothing of the records; undefined if nothing does. */
  readonly difference: string | undefined;
  /** What the reference path found. */
  readonly findings: number;
  readonly bytes: number;
}

export function frameBytesOf({ records, format }: CaseFrame): FrameBytes {
  return {
    bytes: Buffer.concat(records.flatMap((record) => [record, newline])),
    lengths: Uint32Array.from(records, ({ length }) => length + 1),
    format,
  };
}

function openTextsOf(open: readonly OpenText[]): string {
  return JSON.stringify(open.map((text) => ({ ...text, lead: text.lead.toString('latin1') })));
}

function differenceOf(fast: FrameResult, reference: FrameResult): string | undefined {
  // Counts first: they name the detector.
  if (countsOf(fast.counts) !== countsOf(reference.counts))
    return `counts: ${countsOf(fast.counts)}, the reference ${countsOf(reference.counts)}`;
  const isSame: Readonly<Record<string, boolean>> = {
    kept: String(fast.kept) === String(reference.kept),
    discarded: String(fast.discarded) === String(reference.discarded),
    withheld: JSON.stringify(fast.withheld) === JSON.stringify(reference.withheld),
    lengths: String(fast.lengths) === String(reference.lengths),
    bytes: fast.bytes.equals(reference.bytes),
    'open texts': openTextsOf(fast.open) === openTextsOf(reference.open),
  };
  const others = Object.keys(isSame).filter((part) => !isSame[part]);
  return others.length === 0 ? undefined : others.join(', ');
}

function countsOf(counts: readonly ActionCount[]): string {
  const texts = counts.map(({ detector, action, count }) => `${count} ${detector} ${action}`);
  return texts.length === 0 ? 'none' : texts.sort().join(', ');
}

/** What `detectRecord` finds, counted as the frame of that one record counts it. */
function differenceOfRecord(
  { ruleset, limits }: Case,
  record: Buffer,
  { format }: CaseFrame,
  context: RedactContext,
  { reference }: Paths,
): string | undefined {
  const frame = reference(ruleset, frameBytesOf({ records: [record], format }), context);
  // The end of a text that goes on is hidden, which is no finding of the record; a removal hides what it covers.
  const removes = frame.counts.some(({ action }) => action === 'discard' || action === 'drop');
  if (frame.open.length > 0 || removes) return undefined;
  // A newline at the end of a record is taken for its closing one.
  const result = detectRecord(ruleset, Buffer.concat([record, newline]), format, limits);
  const expected = frame.withheld[0]?.reason ?? countsOf(frame.counts);
  if ('withheld' in result)
    return result.withheld === expected
      ? undefined
      : `detectRecord: ${result.withheld}, expected ${expected}`;
  const tally = new Map<string, ActionCount>();
  for (const { detector, action } of result.findings) {
    const key = `${detector} ${action}`;
    tally.set(key, { detector, action, count: (tally.get(key)?.count ?? 0) + 1 });
  }
  const found = countsOf([...tally.values()]);
  return found === expected ? undefined : `detectRecord: ${found}, expected ${expected}`;
}

/** Holds the fast path to the reference path. */
export function compare(subject: Case, paths: Paths): Comparison {
  const context: RedactContext = {
    pseudonymKey: Buffer.alloc(32, 7),
    epoch: 'fuzz',
    seal: (value) => Buffer.from([...value].reverse()),
    limits: subject.limits,
  };
  let continues: readonly OpenText[] = [];
  let findings = 0;
  let bytes = 0;
  for (const frame of subject.frames) {
    const input: FrameBytes = { ...frameBytesOf(frame), continues };
    const before = Buffer.from(input.bytes);
    const fast = paths.fast(subject.ruleset, input, context);
    const reference = paths.reference(subject.ruleset, input, context);
    bytes += input.bytes.length;
    findings += reference.counts.reduce((sum, { count }) => sum + count, 0);
    let difference = differenceOf(fast, reference);
    if (!before.equals(input.bytes)) difference = 'the input was written to';
    const step = Math.ceil(frame.records.length / mostSingle);
    for (const [index, record] of frame.records.entries()) {
      if (index % step === 0) difference ??= differenceOfRecord(subject, record, frame, context, paths);
    }
    if (difference !== undefined) return { difference, findings, bytes };
    continues = reference.open;
  }
  return { difference: undefined, findings, bytes };
}
