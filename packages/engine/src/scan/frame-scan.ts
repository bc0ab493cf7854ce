import type { Program } from '../compile/ruleset.js';
import type { FrameBytes, WithholdReason } from '../types.js';
import { scanFast, scanPlain } from './plain.js';
import type { RecordScan } from './record-scan.js';
import { scanFiltered, scanUnits } from './scan-record.js';
import { isCleanFrame } from './screen.js';

/** Scans the records of one frame; `scan` is opened on the record at `index`. */
export interface FrameScanner {
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

  scanRecord(_index: number, scan: RecordScan): WithholdReason | undefined {
    return scanPlain(this.#program, scan);
  }

  scanJoined(scan: RecordScan): WithholdReason | undefined {
    return scanUnits(this.#program, scan);
  }
}

/** The production path. The frame is screened once, not record by record, unless it holds a record that is not clean. */
export class FastFrameScanner implements FrameScanner {
  readonly #program: Program;
  readonly #isClean: boolean;

  constructor(program: Program, input: FrameBytes) {
    this.#program = program;
    this.#isClean = isCleanFrame(input.bytes);
  }

  scanRecord(_index: number, scan: RecordScan): WithholdReason | undefined {
    return scanFast(this.#program, scan, this.#isClean);
  }

  scanJoined(scan: RecordScan): WithholdReason | undefined {
    return scanFiltered(this.#program, scan);
  }
}
