import type { Buffer } from 'node:buffer';
import { ScrubjayError } from '@scrubjay/errors';
import { programOf, type Program, type Ruleset } from '../compile/ruleset.js';
import { FastFrameScanner, PlainFrameScanner, type FrameScanner } from '../scan/frame-scan.js';
import { scanFast } from '../scan/plain.js';
import { FrameJoins } from '../joins/frame-joins.js';
import { RecordScan } from '../scan/record-scan.js';
import {
  defaultLimits,
  type EngineFormat,
  type Finding,
  type FrameBytes,
  type FrameResult,
  type Limits,
  type RedactContext,
  type WithholdReason,
  type Withheld,
} from '../types.js';
import { Counters } from './counters.js';
import { Edits, nothing } from './edits.js';
import { planRecord } from './plan-record.js';
import { KeptRecords } from './kept-records.js';
import { settleFindings, Settlement, type SettledFinding } from './settle.js';

const newline = 0x0a;
const leastKeyBytes = 16;
const epochName = /^[A-Za-z0-9._-]{1,64}$/;

/** The scan in use, and what is done to its findings: the engine is synchronous, so one is enough. */
const scan = new RecordScan(defaultLimits);
const settlement = new Settlement();

export type RecordResult =
  | { readonly kind: 'kept'; readonly bytes: Buffer; readonly findings: readonly Finding[] }
  | { readonly kind: 'discarded'; readonly findings: readonly Finding[] }
  | { readonly kind: 'withheld'; readonly reason: WithholdReason };

export type DetectResult = { readonly findings: readonly Finding[] } | { readonly withheld: WithholdReason };

/** Throws SJ_INTERNAL for a key or epoch that would make weak or unreadable pseudonyms. */
function checkContext(program: Program, context: RedactContext): void {
  const isUsed = program.detectors.some(({ detector }) => detector.action === 'pseudonymize');
  if (isUsed && context.pseudonymKey.length < leastKeyBytes) {
    throw new ScrubjayError(
      'SJ_INTERNAL',
      `The pseudonym key is shorter than ${String(leastKeyBytes)} bytes.`,
    );
  }
  if (isUsed && !epochName.test(context.epoch)) {
    throw new ScrubjayError(
      'SJ_INTERNAL',
      'The name of the pseudonym epoch is not 1 to 64 letters, digits, ., _ or -.',
    );
  }
}

/** Where each record ends. Throws SJ_INTERNAL unless the lengths fit the bytes and each record ends in a newline. */
function endsOf(input: FrameBytes): Uint32Array {
  const ends = new Uint32Array(input.lengths.length);
  let end = 0;
  for (let record = 0; record < ends.length; record += 1) {
    const length = input.lengths[record] as number;
    end += length;
    ends[record] = end;
    if (length === 0 || end > input.bytes.length || input.bytes[end - 1] !== newline) {
      throw new ScrubjayError(
        'SJ_INTERNAL',
        `Record ${String(record)} of a frame does not end in a newline.`,
      );
    }
  }
  if (end !== input.bytes.length) {
    throw new ScrubjayError('SJ_INTERNAL', 'The record lengths of a frame do not add up to its bytes.');
  }
  return ends;
}

/** Settles and plans what was found in the scanned record; see `planRecord`. */
function planFindings(program: Program, context: RedactContext, edits: Edits, counters: Counters): boolean {
  settlement.settle(scan.findings);
  return planRecord(program, scan, settlement, context, edits, counters);
}

/** Redacts the records of a frame one after another; scanner and reporting are apart so that tests can compare scanners. */
function redactRecords(
  program: Program,
  input: FrameBytes,
  ends: Uint32Array,
  context: RedactContext,
  scanner: FrameScanner,
): FrameResult {
  const edits = new Edits();
  const counters = new Counters(program);
  const kept = new KeptRecords(input.lengths);
  const discarded: number[] = [];
  const withheld: Withheld[] = [];
  const joins = new FrameJoins(program, scanner, input, ends, context.limits);
  const open = joins.finish();
  for (let index = 0; index < ends.length; index += 1) {
    const joined = joins.nextConcerned(index);
    const quiet = scanner.quietUntil(index, Math.min(joined, ends.length), scan);
    kept.addRun(index, quiet);
    index = quiet;
    if (index === ends.length) break;
    const start = index === 0 ? 0 : (ends[index - 1] as number);
    const end = ends[index] as number;
    const { growth } = edits;
    scan.open(input.bytes, start, end - 1, input.format);
    scan.isJoined = joined === index;
    const reason = scanner.scanRecord(index, scan) ?? (scan.isJoined ? joins.addTo(index, scan) : undefined);
    if (reason !== undefined) withheld.push({ index, reason });
    else if (scan.findings.count === 0 || planFindings(program, context, edits, counters)) {
      kept.add(index, end - start + edits.growth - growth);
      continue;
    } else discarded.push(index);
    edits.add(start, end, nothing);
  }
  const bytes = edits.applyTo(input.bytes);
  return {
    bytes,
    lengths: bytes === input.bytes ? input.lengths : kept.lengths,
    kept: kept.indexes,
    discarded: Uint32Array.from(discarded),
    withheld,
    counts: counters.toList(),
    open,
  };
}

/** Redacts a frame by the scanner that `createScanner` makes, told where the records end. */
export function redactFrameWith(
  program: Program,
  input: FrameBytes,
  context: RedactContext,
  createScanner: (ends: Uint32Array) => FrameScanner,
): FrameResult {
  checkContext(program, context);
  const ends = endsOf(input);
  scan.limits = context.limits;
  try {
    return redactRecords(program, input, ends, context, createScanner(ends));
  } finally {
    scan.close();
  }
}

/**
 * Redacts a frame. The input buffer is not written to; it is the output too where nothing had to change. Never throws
 * on content. Throws SJ_INTERNAL if the lengths do not fit the bytes, or the pseudonym key or epoch cannot be used.
 */
export function redactFrame(ruleset: Ruleset, input: FrameBytes, context: RedactContext): FrameResult {
  const program = programOf(ruleset);
  return redactFrameWith(program, input, context, (ends) => new FastFrameScanner(program, input, ends));
}

/** The same as `redactFrame` by the reference path: what tests and benchmarks hold it to. Slow. */
export function redactFramePlain(ruleset: Ruleset, input: FrameBytes, context: RedactContext): FrameResult {
  const program = programOf(ruleset);
  return redactFrameWith(program, input, context, () => new PlainFrameScanner(program));
}

function toFinding({ start, end, action, confidence, detector }: SettledFinding): Finding {
  const { id, category } = detector.detector;
  return { detector: id, category, action, confidence, start, end };
}

/** Opens `scan` on a record that may end in a newline, and returns where its content ends. */
function openRecord(record: Buffer, format: EngineFormat, limits: Limits): number {
  const end = record.at(-1) === newline ? record.length - 1 : record.length;
  scan.limits = limits;
  scan.open(record, 0, end, format);
  return end;
}

/** Finds what `redactRecord` would act on, in order of place. Spans count bytes of the record as it was written. */
export function detectRecord(
  ruleset: Ruleset,
  record: Buffer,
  format: EngineFormat,
  limits: Limits,
): DetectResult {
  const program = programOf(ruleset);
  openRecord(record, format, limits);
  try {
    const withheld = scanFast(program, scan, false);
    if (withheld !== undefined) return { withheld };
    return { findings: settleFindings(scan.findings).map(toFinding) };
  } finally {
    scan.close();
  }
}

/**
 * Redacts one record. Its newline, if it has one, is kept. Returns the same buffer where nothing
 * had to change. Throws SJ_INTERNAL if the pseudonym key or epoch cannot be used.
 */
export function redactRecord(
  ruleset: Ruleset,
  record: Buffer,
  format: EngineFormat,
  context: RedactContext,
): RecordResult {
  const program = programOf(ruleset);
  checkContext(program, context);
  openRecord(record, format, context.limits);
  try {
    const reason = scanFast(program, scan, false);
    if (reason !== undefined) return { kind: 'withheld', reason };
    const findings = settleFindings(scan.findings).map(toFinding);
    const edits = new Edits();
    const isKept = planFindings(program, context, edits, new Counters(program));
    return isKept
      ? { kind: 'kept', bytes: edits.applyTo(record), findings }
      : { kind: 'discarded', findings };
  } finally {
    scan.close();
  }
}
