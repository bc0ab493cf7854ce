import { DecodedString } from '../formats/json-string.js';
import { JsonTokens } from '../formats/json-tokens.js';
import type { EngineFormat, Limits } from '../types.js';
import type { RawFinding } from './raw-finding.js';

const noBytes = Buffer.alloc(0);

/** The record that is being scanned and what was found in it. One object serves record after record. */
export class RecordScan {
  /** The buffer that holds the record: a frame, or the record alone. */
  bytes: Buffer = noBytes;
  /** The record's span in `bytes`, without its newline. */
  start = 0;
  end = 0;
  format: EngineFormat = 'text';
  readonly tokens = new JsonTokens();
  /** The escaped string that is being scanned. */
  readonly decoded = new DecodedString();
  readonly findings: RawFinding[] = [];
  limits: Limits;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  open(bytes: Buffer, start: number, end: number, format: EngineFormat): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.format = format;
    this.tokens.count = 0;
    this.findings.length = 0;
  }

  /** Lets go of the record's buffer. */
  close(): void {
    this.open(noBytes, 0, 0, 'text');
  }

  /** False if the record holds more findings than its budget allows. */
  add(finding: RawFinding): boolean {
    return this.findings.push(finding) <= this.limits.maxFindingsPerRecord;
  }
}
