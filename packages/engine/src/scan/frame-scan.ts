import type RE2 from 're2';
import type { PatternProgram, Program } from '../compile/ruleset.js';
import type { FrameBytes, WithholdReason } from '../types.js';
import type { RecordScan } from './record-scan.js';
import { scanPlain } from './plain.js';
import { scanMarked } from './scan-record.js';
import { isCleanFrame, screenRecord } from './screen.js';

/** Scans the records of one frame; `scan` is opened on the record at `index`. */
export interface FrameScanner {
  scanRecord(index: number, scan: RecordScan): WithholdReason | undefined;
}

/** The reference path for a frame. */
export class PlainFrameScanner implements FrameScanner {
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  scanRecord(_index: number, scan: RecordScan): WithholdReason | undefined {
    return scanPlain(this.#program, scan);
  }
}

/**
 * The production path: each pattern runs once over the bytes of the whole frame and marks the records in which it
 * begins a match; only marked pairs of record and pattern are confirmed, by the reference code.
 *
 * Why nothing is missed: the bytes beside a unit (a quote, a bracket, a comma, white space or nothing) are no word
 * characters, like the nothing that the reference path sees there, so what matches in a unit matches at the same place
 * in the frame. The search starts at the begin of a record and finds the leftmost match, which hence begins no later
 * than the unit's. Anchors would see another begin and end, so the search leaves them out and finds rather more. A string
 * with escapes is not in the frame as the rules see it: it is searched with every pattern.
 */
export class CandidateFrameScanner implements FrameScanner {
  readonly #program: Program;
  readonly #bytes: Buffer;
  /** Where each record ends, behind its newline. */
  readonly #ends: Uint32Array;
  readonly #isClean: boolean;
  /** One bit per record and pattern. */
  readonly #words: number;
  readonly #marks: Uint32Array;
  readonly #selected: PatternProgram[] = [];

  constructor(program: Program, input: FrameBytes, ends: Uint32Array) {
    this.#program = program;
    this.#bytes = input.bytes;
    this.#ends = ends;
    this.#isClean = isCleanFrame(input.bytes);
    this.#words = Math.ceil(program.patterns.length / 32);
    this.#marks = new Uint32Array(ends.length * this.#words);
    if (!this.#isClean) return;
    for (const pattern of program.patterns) this.#markPattern(pattern);
  }

  scanRecord(index: number, scan: RecordScan): WithholdReason | undefined {
    // RE2 must not see invalid UTF-8, so nothing is marked in such a frame and its good records go the plain way.
    if (!this.#isClean) return scanPlain(this.#program, scan);
    const { start, end } = scan;
    const blocked = screenRecord(scan.bytes, start, end, scan.limits.maxRecordBytes, true);
    if (blocked !== undefined || start === end) return blocked;
    return scanMarked(this.#program, this.#select(index), scan);
  }

  #select(record: number): readonly PatternProgram[] {
    const selected = this.#selected;
    selected.length = 0;
    for (let word = 0; word < this.#words; word += 1) {
      let bits = this.#marks[record * this.#words + word] as number;
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        selected.push(this.#program.patterns[word * 32 + bit] as PatternProgram);
        bits &= bits - 1;
      }
    }
    return selected;
  }

  #mark(record: number, pattern: number): void {
    const at = record * this.#words + (pattern >> 5);
    this.#marks[at] = (this.#marks[at] as number) | (1 << (pattern & 31));
  }

  #markPattern({ index, pattern }: PatternProgram): void {
    const records = this.#ends.length;
    const { finder } = pattern;
    if (finder === undefined) {
      for (let record = 0; record < records; record += 1) this.#mark(record, index);
      return;
    }
    let record = 0;
    finder.lastIndex = 0;
    while (record < records) {
      const at = pattern.crossesNewline ? this.#findBegin(finder) : this.#findEnd(finder);
      if (at < 0) return;
      while (record < records && (this.#ends[record] as number) <= at) record += 1;
      this.#mark(record, index);
      finder.lastIndex = this.#ends[record] as number;
      record += 1;
    }
  }

  /** Where the next match begins, or -1. Costs an array, but tells for certain which record the match begins in. */
  #findBegin(finder: RE2): number {
    return finder.exec(this.#bytes)?.index ?? -1;
  }

  /** Where the next match ends, or -1: holding no newline it ends in the record it begins in, at its newline at most. */
  #findEnd(finder: RE2): number {
    return finder.test(this.#bytes) ? finder.lastIndex : -1;
  }
}
