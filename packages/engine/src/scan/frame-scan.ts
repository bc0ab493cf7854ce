import type { Program } from '../compile/ruleset.js';
import { kernelOf } from '../kernel/index.js';
import { recordFilterOf } from '../prefilter/record-filter.js';
import type { FrameBytes, WithholdReason } from '../types.js';
import { scanFast, scanJoined, scanPlain } from './plain.js';
import type { RecordScan } from './record-scan.js';
import { scanUnits } from './scan-record.js';
import { isCleanFrame } from './screen.js';

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

  constructor(program: Program, { bytes }: FrameBytes, ends: Uint32Array) {
    this.#program = program;
    this.#isClean = isCleanFrame(bytes);
    const kernel = kernelOf();
    kernel.load(bytes, ends);
    this.#signs = kernel.signs().slice(0, ends.length);
    recordFilterOf(program).lookAtFrame(bytes.length);
  }

  quietUntil(index: number): number {
    return index;
  }

  scanRecord(index: number, scan: RecordScan): WithholdReason | undefined {
    scan.signs = this.#signs[index] as number;
    return scanFast(this.#program, scan, this.#isClean, index);
  }

  scanJoined(scan: RecordScan): WithholdReason | undefined {
    return scanJoined(this.#program, scan);
  }
}
