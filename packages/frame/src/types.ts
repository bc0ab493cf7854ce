/**
 * How the bytes of a record are to be read. `canonical` is OTLP turned into canonical JSON by ingest. `protobuf` and
 * `avro` are of a schema and become `json` in the redactor. `binary` is in quarantine only.
 */
export type RecordFormat = 'text' | 'json' | 'canonical' | 'binary' | 'protobuf' | 'avro';

/** How often a detector acted, and how, in one frame. */
export interface FindingCount {
  readonly detector: string;
  readonly action: string;
  readonly count: number;
}

/** Why a whole record was withheld. A fixed list: it is a metric label and a column for the privacy team. */
export const quarantineReasons = [
  'invalid_utf8',
  'nul_bytes',
  'malformed_json',
  'malformed_otlp',
  'unsupported_value',
  'unknown_format',
  'too_large',
  'too_deep',
  'scan_budget',
  'validator_failed',
  'frame_undecodable',
  'unknown_schema',
  'unsupported_schema',
  'malformed_message',
  'unknown_fields',
  'internal_error',
] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

export interface QuarantineInfo {
  readonly stage: 'ingest' | 'redactor' | 'sink';
  readonly reason: QuarantineReason;
  /** This part's index and the number of parts the record was cut into; 0 of 1 for a whole record. */
  readonly part: number;
  readonly parts: number;
}

/** What came with the records beside their bytes: one JSON object for each record that has any, as `attributesOf` says. */
export interface FrameAttributes {
  /** One for each record of the frame: bytes of its object, closing newline included; 0 for none. */
  readonly lengths: Uint32Array;
  /** All objects back to back, each ending in a newline byte. After a decode: a view into the message, no copy. */
  readonly bytes: Buffer;
}

/** Many records of one service, format and schema from one source partition. See schemas/scrubjay/v1/frame.proto. */
export interface Frame {
  readonly stream: string;
  readonly partition: number;
  /** Source offset of each record, ascending. Offsets above 2^53 are refused when a frame is built. */
  readonly offsets: Float64Array;
  readonly environment: string;
  readonly service: string;
  readonly format: RecordFormat;
  readonly schemaId: string;
  /** Unix milliseconds of each record. */
  readonly timestampsMs: Float64Array;
  readonly ingestedAtMs: number;
  /** Length of each record in bytes, its closing newline included. */
  readonly lengths: Uint32Array;
  /** All records back to back, each ending in a newline byte. After a decode: a view into the message, no copy. */
  readonly records: Buffer;
  /** Left out where no record has any. */
  readonly attributes?: FrameAttributes;
  readonly rulesetFingerprint: string;
  readonly findings: readonly FindingCount[];
  readonly quarantine?: QuarantineInfo;
}

/** The three streams that frames travel on; also the purpose of the key that seals them. */
export type FrameStream = 'raw' | 'scrubbed' | 'quarantine';

/** A frame and the stream it goes to: what ingest and the redactor put out. */
export interface FrameOutput {
  readonly to: FrameStream;
  readonly frame: Frame;
}

/** A frame as it reaches a stage, with its position in the partition it was read from. */
export interface FrameInput {
  readonly offset: bigint;
  readonly frame: Frame;
}
