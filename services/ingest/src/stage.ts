import {
  quarantineFrames,
  type FrameOutput,
  type QuarantineReason,
  type RecordFormat,
} from '@scrubjay/frame';
import type { SourceMessage, Stage, StageBatch } from '@scrubjay/pipeline';
import type { IngestConfig } from './config.js';
import { createFrameSet, type FrameSet } from './frame-set.js';
import { expandOtlp } from './otlp.js';
import { createRouter, type Resolution } from './route.js';
import { sniff } from './sniff.js';

export interface IngestOptions {
  readonly config: Pick<
    IngestConfig,
    'routes' | 'defaultService' | 'knownServices' | 'maxRecordBytes' | 'maxFrameBytes'
  >;
  readonly environment: string;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Told of records that are left out because there is nothing in them. */
  readonly onDiscarded: (reason: 'empty' | 'tombstone', count: number) => void;
}

/**
 * Takes custody of records: resolves service, format and schema, splits OTLP requests into their log records and
 * packs everything into frames. What cannot be taken in one of the known forms goes to quarantine, whole.
 */
export function createIngestStage(options: IngestOptions): Stage<SourceMessage, FrameOutput> {
  const route = createRouter(options.config);
  return {
    async process(batch) {
      const work = new IngestBatch(batch, options);
      for (const message of batch.messages) {
        if (message.value === null) options.onDiscarded('tombstone', 1);
        else if (message.value.length === 0) options.onDiscarded('empty', 1);
        else work.take(message, message.value, route(batch.partition.stream, message));
      }
      return work.finish();
    },
  };
}

/** The frames and quarantine frames that come out of one batch. */
class IngestBatch {
  readonly #batch: StageBatch<SourceMessage>;
  readonly #options: IngestOptions;
  readonly #ingestedAtMs: number;
  readonly #frames: FrameSet;
  readonly #withheld: FrameOutput[] = [];

  constructor(batch: StageBatch<SourceMessage>, options: IngestOptions) {
    this.#batch = batch;
    this.#options = options;
    this.#ingestedAtMs = options.now();
    this.#frames = createFrameSet({
      batch,
      environment: options.environment,
      ingestedAtMs: this.#ingestedAtMs,
      maxFrameBytes: options.config.maxFrameBytes,
    });
  }

  take(message: SourceMessage, value: Buffer, resolution: Resolution): void {
    const { maxRecordBytes } = this.#options.config;
    if (message.oversized === true || value.length > maxRecordBytes) {
      this.#withhold(message, value, resolution, 'too_large');
      return;
    }
    const format = resolution.format === 'auto' ? sniff(value) : resolution.format;
    if (format === undefined) this.#withhold(message, value, resolution, 'unknown_format');
    else if (format === 'json' || format === 'text') this.#add(message, value, resolution, format);
    else this.#takeOtlp(message, value, resolution, format);
  }

  finish(): readonly FrameOutput[] {
    return [...this.#frames.build(), ...this.#withheld];
  }

  #takeOtlp(
    message: SourceMessage,
    value: Buffer,
    resolution: Resolution,
    format: 'otlp-json' | 'otlp-protobuf',
  ): void {
    const entries = expandOtlp(value, format, this.#options.config.maxRecordBytes);
    if (typeof entries === 'string') {
      this.#withhold(message, value, resolution, entries);
      return;
    }
    for (const {
      service = resolution.service,
      timestampMs = message.timestampMs,
      record,
      reason,
    } of entries) {
      const own = { ...message, timestampMs };
      if (reason === undefined) this.#add(own, record, { ...resolution, service }, 'canonical');
      else this.#withhold(own, record, { ...resolution, service }, reason);
    }
  }

  #add(
    message: SourceMessage,
    record: Buffer,
    { service, schemaId }: Resolution,
    format: RecordFormat,
  ): void {
    this.#frames.add(service, format, schemaId, record, message.offset, message.timestampMs);
  }

  #withhold(message: SourceMessage, record: Buffer, resolution: Resolution, reason: QuarantineReason): void {
    const withheld = {
      stage: 'ingest',
      reason,
      record,
      ...this.#batch.partition,
      offset: message.offset,
      timestampMs: message.timestampMs,
      ingestedAtMs: this.#ingestedAtMs,
      environment: this.#options.environment,
      service: resolution.service,
      format: 'binary',
      schemaId: resolution.schemaId,
    } as const;
    for (const frame of quarantineFrames(withheld)) {
      this.#withheld.push({ to: 'quarantine', frame });
    }
  }
}
