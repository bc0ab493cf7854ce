import type { Program } from '../compile/ruleset.js';
import { kernelOf } from '../kernel/index.js';
import { recordFilterOf } from '../prefilter/filters.js';
import type { RecordFilter } from '../prefilter/record-filter.js';
import type { FrameBytes, WithholdReason } from '../types.js';
import { scanFast, scanJoined, scanPlain } from './plain.js';
import type { RecordScan } from './record-scan.js';
import { scanUnits } from './scan-record.js';
import { isCleanFrame } from './screen.js';
import { signsOfEncoded } from './inspect.js';
import { readJson } from './read-json.js';

/** Scans the records of one frame, in their order; `scan` is opened on the record at `index`. */
export interface FrameScanner {
  /**
   * The first record from `index` on that must be scanned, at most `end`: all before it are well-formed and within the limits
   * of `scan`, and nothing is found in them. Where they are JSON their tokens may be read with `scan`, which is not opened.
   */
  quietUntil(index: number, end: number, scan: RecordScan): number;
  scanRecord(index: number, scan: RecordScan): WithholdReason | undefined;
  /** Scans a text that was put together from several records, screened already. */
  scanJoined(scan: RecordScan): WithholdReason | undefined;
}

/** The reference path for a frame. */
export class PlainFrameScanner implements FrameScanner {
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  quietUntil(index: number): number {
    return index;
  }

  scanRecord(_index: number, scan: RecordScan): WithholdReason | undefined {
    return scanPlain(this.#program, scan);
  }

  scanJoined(scan: RecordScan): WithholdReason | undefined {
    return scanUnits(this.#program, scan);
  }
}

/**
 * The production path. The frame is screened once, not record by record, unless it holds a record that is not clean, and
 * looked through once for what is encoded and for the literals of all patterns. Its records are scanned in order.
 */
export class FastFrameScanner implements FrameScanner {
  readonly #program: Program;
  readonly #isClean: boolean;
  /** By record: signs of what may be encoded in it. */
  readonly #signs: Uint8Array;
  readonly #filter: RecordFilter;
  readonly #frame: FrameBytes;
  readonly #ends: Uint32Array;
  /** Bytes of the longest record, its newline included. */
  readonly #longest: number;

  constructor(program: Program, frame: FrameBytes, ends: Uint32Array) {
    const { bytes, lengths } = frame;
    this.#program = program;
    this.#frame = frame;
    this.#ends = ends;
    this.#longest = lengths.reduce((most, length) => Math.max(most, length), 0);
    this.#isClean = isCleanFrame(bytes);
    this.#filter = recordFilterOf(program);
    const kernel = kernelOf();
    kernel.load(bytes, ends);
    this.#signs = kernel.signs().slice(0, ends.length);
    this.#filter.lookAtFrame(bytes.length);
  }

  quietUntil(index: number, end: number, scan: RecordScan): number {
    if (!this.#isClean || this.#longest - 1 > scan.limits.maxRecordBytes) return index;
    const met = this.#filter.nextInFrame(index, end);
    let next = index;
    while (next < met && ((this.#signs[next] as number) & signsOfEncoded) === 0) next += 1;
    return this.#frame.format === 'json' ? this.#wellFormedUntil(index, next, scan) : next;
  }

  scanRecord(index: number, scan: RecordScan): WithholdReason | undefined {
    scan.signs = this.#signs[index] as number;
    return scanFast(this.#program, scan, this.#isClean, index);
  }

  scanJoined(scan: RecordScan): WithholdReason | undefined {
    return scanJoined(this.#program, scan);
  }

  /** The first record from `index` on that is not JSON as it must be, `end` if there is none before. */
  #wellFormedUntil(index: number, end: number, { tokens, limits }: RecordScan): number {
    const { bytes } = this.#frame;
    let start = index === 0 ? 0 : (this.#ends[index - 1] as number);
    for (let record = index; record < end; record += 1) {
      const behind = this.#ends[record] as number;
      const isKept = behind - start === 1 || readJson(bytes, start, behind - 1, limits, tokens) === 'ok';
      if (!isKept) return record;
      start = behind;
    }
    return end;
  }
}
