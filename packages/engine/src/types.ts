/** The kinds of sensitive data; a metric and policy dimension. */
export const categories = ['pii', 'pci', 'health', 'secret', 'network'] as const;
export type Category = (typeof categories)[number];

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What is done to a finding, from the strictest to the mildest. */
export const actions = ['discard', 'drop', 'mask', 'pseudonymize', 'partial'] as const;
export type Action = (typeof actions)[number];

/** Text of a YAML file and the name that errors call it by. The engine reads no files itself. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

/** Why a record could not be redacted for certain. */
export type WithholdReason =
  | 'invalid_utf8'
  | 'nul_bytes'
  | 'too_large'
  | 'malformed_json'
  | 'too_deep'
  | 'scan_budget'
  | 'validator_failed';

/** A settled finding. `start` and `end` are half-open and count UTF-8 bytes of the record as it was written. */
export interface Finding {
  /** Id of the detector in the ruleset. */
  readonly detector: string;
  readonly category: Category;
  readonly action: Action;
  readonly start: number;
  readonly end: number;
}

/** How the engine reads a record's bytes: as one text, or as one JSON value. */
export type EngineFormat = 'text' | 'json';

/** What one record may cost. A record beyond a limit is withheld, never passed on half done. */
export interface Limits {
  /** Bytes of a record without its newline; beyond: `too_large`. */
  readonly maxRecordBytes: number;
  /** Nesting of JSON containers, the outermost counting 1; beyond: `too_deep`. */
  readonly maxDepth: number;
  /** Raw findings of a record, before overlaps are settled; beyond: `scan_budget`. */
  readonly maxFindingsPerRecord: number;
}

export const defaultLimits: Limits = Object.freeze({
  maxRecordBytes: 1_048_576,
  maxDepth: 64,
  maxFindingsPerRecord: 10_000,
});

/** Records of one format, back to back. The engine reads the buffer and never writes into it. */
export interface FrameBytes {
  /** Every record ends in a newline byte; newlines inside a record are allowed. */
  readonly bytes: Buffer;
  /** Bytes of each record, its closing newline included. */
  readonly lengths: Uint32Array;
  readonly format: EngineFormat;
}

export interface RedactContext {
  /** Key of the HMAC behind pseudonyms: at least 16 bytes where the ruleset pseudonymizes. */
  readonly pseudonymKey: Buffer;
  /** Name of that key's epoch, written into every pseudonym: 1 to 64 letters, digits, `.`, `_` or `-`. */
  readonly epoch: string;
  readonly limits: Limits;
}

/** How often a detector acted in a frame, and how. */
export interface ActionCount {
  readonly detector: string;
  readonly action: Action;
  readonly count: number;
}

/** A record that must go to quarantine as it came in. */
export interface Withheld {
  /** Index of the record in the input frame. */
  readonly index: number;
  readonly reason: WithholdReason;
}

/** A redacted frame. Every input record is in exactly one of `kept`, `discarded` and `withheld`. */
export interface FrameResult {
  /** The kept records, back to back. The input buffer itself when nothing had to change. */
  readonly bytes: Buffer;
  /** Bytes of each kept record, its closing newline included. */
  readonly lengths: Uint32Array;
  /** Input indexes of the records in `bytes`, ascending. */
  readonly kept: Uint32Array;
  /** Input indexes of the records that a `discard` rule removed, or a `drop` of their root value; ascending. */
  readonly discarded: Uint32Array;
  readonly withheld: readonly Withheld[];
  readonly counts: readonly ActionCount[];
}
