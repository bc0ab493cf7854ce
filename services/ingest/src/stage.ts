import {
  quarantineFrames,
  type FrameOutput,
  type QuarantineReason,
  type RecordFormat,
} from '@scrubjay/frame';
import type { SourceMessage, Stage, StageBatch } from '@scrubjay/pipeline';
import type { IngestConfig } from './config.js';
import type { SchemaRegistry } from '@scrubjay/registry';
import { messageAttributes, withheldAttributes } from './attributes.js';
import { createFrameSet, type FrameSet } from './frame-set.js';
import { expandOtlp } from './otlp.js';
import { namesSchema, resolveRegistered } from './registered.js';
import { createRouter, type InputFormat, type Resolution } from './route.js';
import { sniff } from './sniff.js';

export interface IngestOptions {
  readonly config: Pick<
    IngestConfig,
    'routes' | 'defaultService' | 'knownServices' | 'maxRecordBytes' | 'maxFrameBytes'
  >;
  readonly environment: string;
  /** Undefined where none is configured: records that name a schema of it are then withheld. */
  readonly registry?: SchemaRegistry | undefined;
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
        else {
          // Waiting for what is already done would cost more than most records.
          const taken = work.take(message, message.value, route(batch.partition.stream, message));
          if (taken !== undefined) await taken;
        }
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

  /** A promise only where the registry is asked; rejects where it cannot be, and the batch then comes again. */
  take(message: SourceMessage, value: Buffer, resolution: Resolution): Promise<void> | undefined {
    const { maxRecordBytes } = this.#options.config;
    if (message.oversized === true || value.length > maxRecordBytes) {
      this.#withhold(message, value, resolution, 'too_large');
      return undefined;
    }
    const format = this.#formatOf(message, value, resolution);
    if (format === 'registry') return this.#takeRegistered(message, value, resolution);
    if (format === undefined) this.#withhold(message, value, resolution, 'unknown_format');
    else if (format === 'json' || format === 'text') this.#add(message, value, resolution, format);
    else if (format === 'protobuf') this.#takeProtobuf(message, value, resolution);
    else this.#takeOtlp(message, value, resolution, format);
    return undefined;
  }

  finish(): readonly FrameOutput[] {
    return [...this.#frames.build(), ...this.#withheld];
  }

  #formatOf(
    message: SourceMessage,
    value: Buffer,
    { format }: Resolution,
  ): Exclude<InputFormat, 'auto'> | undefined {
    if (format !== 'auto') return format;
    return this.#options.registry !== undefined && namesSchema(message, value) ? 'registry' : sniff(value);
  }

  async #takeRegistered(message: SourceMessage, value: Buffer, resolution: Resolution): Promise<void> {
    const { registry } = this.#options;
    const resolved =
      registry === undefined ? 'unknown_schema' : await resolveRegistered(registry, message, value);
    if (typeof resolved === 'string') this.#withhold(message, value, resolution, resolved);
    else {
      const { record, format, schemaId } = resolved;
      this.#add(message, record, { ...resolution, schemaId }, format);
    }
  }

  #takeProtobuf(message: SourceMessage, value: Buffer, resolution: Resolution): void {
    if (resolution.schemaId === '') this.#withhold(message, value, resolution, 'unknown_schema');
    else this.#add(message, value, resolution, 'protobuf');
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
      form,
      reason,
    } of entries) {
      const own = { ...message, timestampMs };
      if (reason === undefined) this.#add(own, record, { ...resolution, service }, 'canonical');
      else this.#withhold(own, record, { ...resolution, service }, reason, form);
    }
  }

  #add(
    message: SourceMessage,
    record: Buffer,
    { service, schemaId }: Resolution,
    format: RecordFormat,
  ): void {
    const { offset, timestampMs } = message;
    this.#frames.add(service, format, schemaId, record, offset, timestampMs, messageAttributes(message));
  }

  /** `form` of the record where that is not how the message came: a replay takes it up from there. */
  #withhold(
    message: SourceMessage,
    record: Buffer,
    resolution: Resolution,
    reason: QuarantineReason,
    form?: 'canonical' | 'otlp-protobuf',
  ): void {
    const isCut = message.oversized === true;
    const withheld = {
      stage: 'ingest',
      reason,
      record,
      ...this.#batch.partition,
      offset: message.offset,
      timestampMs: message.timestampMs,
      attributes:
        form === 'canonical'
          ? messageAttributes(message)
          : withheldAttributes(message, { format: form, isCut }),
      ingestedAtMs: this.#ingestedAtMs,
      environment: this.#options.environment,
      service: resolution.service,
      format: form === 'canonical' ? 'canonical' : 'binary',
      schemaId: resolution.schemaId,
    } as const;
    for (const frame of quarantineFrames(withheld)) {
      this.#withheld.push({ to: 'quarantine', frame });
    }
  }
}
