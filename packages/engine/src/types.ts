/** The kinds of sensitive data; a metric and policy dimension. */
export const categories = ['pii', 'pci', 'health', 'secret', 'network'] as const;
export type Category = (typeof categories)[number];

export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What is done to a finding, from the strictest to the mildest. */
export const actions = ['discard', 'drop', 'mask', 'seal', 'pseudonymize', 'generalize', 'partial'] as const;
export type Action = (typeof actions)[number];

/** What `generalize` leaves of a value: the year of a date, the network of an address, about 10 km of a position. */
export const generalizations = ['year', 'network', 'position'] as const;
export type Generalization = (typeof generalizations)[number];

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
  /** How sure the detector is, 0 to 1, its context considered. */
  readonly confidence: number;
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

/** The most that a configuration may allow. */
export const highestLimits: Limits = Object.freeze({
  maxRecordBytes: 67_108_864,
  maxDepth: 1_000,
  maxFindingsPerRecord: 1_000_000,
});

/** Records of one format, back to back. The engine reads the buffer and never writes into it. */
export interface FrameBytes {
  /** Every record ends in a newline byte; newlines inside a record are allowed. */
  readonly bytes: Buffer;
  /** Bytes of each record, its closing newline included. */
  readonly lengths: Uint32Array;
  readonly format: EngineFormat;
  /** What `FrameResult.open` said of the frame before this one, of the same source. */
  readonly continues?: readonly OpenText[];
}

/** What is known of a text that goes on in the next frame of its source. Holds record content: for memory only. */
export interface OpenText {
  /** Which of the texts that grow side by side: a container's stdout or stderr, for example. */
  readonly channel: string;
  /** The end of the text so far, decoded, at most a few KiB; in a PEM block its BEGIN line first. */
  readonly lead: Buffer;
  /** The last line was cut in its middle: no newline stands between `lead` and what follows. */
  readonly isCut: boolean;
  readonly isInPem: boolean;
}

export interface RedactContext {
  /** Key of the HMAC behind pseudonyms: at least 16 bytes where the ruleset pseudonymizes. */
  readonly pseudonymKey: Buffer;
  /** Name of that key's epoch, written into every pseudonym: 1 to 64 letters, digits, `.`, `_` or `-`. */
  readonly epoch: string;
  /** Whose pseudonyms they are: the same value of another tenant has another one. Default: nobody's in particular. */
  readonly tenant?: string;
  /**
   * Encrypts a value for the action `seal`, so that only the holder of another key can read it. Called once per value,
   * must not keep the buffer. Without it `seal` masks.
   */
  readonly seal?: (value: Buffer, detectorId: string) => Buffer;
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
  /** Texts that go on in the next frame of the same source. */
  readonly open: readonly OpenText[];
}
