/** Codecs of Kafka's record batches by the numbers that its protocol gives them. */
export const codecs = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;
export type CodecName = keyof typeof codecs;

/** What a run is told; see `npm run bench:e2e -- --help`. */
export interface Settings {
  /** `samples`, or a folder whose lines are the records. */
  readonly payload: string;
  /** Megabytes (10^6 bytes) of raw records that wait in Kafka when capacity is measured. */
  readonly megabytes: number;
  /** How often capacity is measured, each time with new processes. */
  readonly rounds: number;
  /** Shares of the found capacity, in per cent, at which latency is measured. */
  readonly loads: readonly number[];
  /** How long each load lasts, and a sustained run; 0 leaves the latter out. */
  readonly seconds: number;
  readonly minutes: number;
  /** Of the capacity, in per cent, for the sustained run; undefined: as much as the services take. */
  readonly sustained?: number | undefined;
  /** Of the record batches that applications write. */
  readonly codec: CodecName;
  readonly policy: string;
  readonly rules?: string | undefined;
  /** The longest that the sink gathers for an object, in milliseconds. */
  readonly sinkAgeMs: number;
  /** Folder for a CPU profile of each service. */
  readonly profile?: string | undefined;
}
