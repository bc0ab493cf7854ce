import { FrameBuilder, type FrameOutput, type RecordFormat } from '@scrubjay/frame';
import type { SourceMessage, StageBatch } from '@scrubjay/pipeline';

/** The frames that grow out of one batch: one at a time for each service, format and schema. */
export interface FrameSet {
  add(
    service: string,
    format: RecordFormat,
    schemaId: string,
    record: Buffer,
    offset: bigint,
    timestampMs: number,
    attributes?: Buffer,
  ): void;
  /** All frames, in the order in which their first records came. */
  build(): FrameOutput[];
}

interface Open {
  readonly format: RecordFormat;
  readonly schemaId: string;
  readonly builder: FrameBuilder;
}

export function createFrameSet(options: {
  readonly batch: StageBatch<SourceMessage>;
  readonly environment: string;
  readonly ingestedAtMs: number;
  readonly maxFrameBytes: number;
}): FrameSet {
  const { batch, environment, ingestedAtMs, maxFrameBytes } = options;
  /** A service has a handful of formats and schemas: looking through them costs less than a key put together. */
  const byService = new Map<string, Open[]>();
  const inOrder: FrameBuilder[] = [];
  const done: FrameOutput[] = [];

  function builderFor(service: string, format: RecordFormat, schemaId: string): FrameBuilder {
    const known = byService.get(service);
    const found = known?.find((open) => open.format === format && open.schemaId === schemaId);
    if (found !== undefined) return found.builder;
    const source = { ...batch.partition, environment, service, format, schemaId, ingestedAtMs };
    const builder = new FrameBuilder({ ...source, maxFrameBytes });
    inOrder.push(builder);
    if (known === undefined) byService.set(service, [{ format, schemaId, builder }]);
    else known.push({ format, schemaId, builder });
    return builder;
  }

  return {
    add(service, format, schemaId, record, offset, timestampMs, attributes) {
      const builder = builderFor(service, format, schemaId);
      if (!builder.hasRoomFor(record.length + (attributes?.length ?? 0))) {
        done.push({ to: 'raw', frame: builder.build() });
      }
      builder.add(record, offset, timestampMs, attributes);
    },
    build() {
      for (const builder of inOrder) if (!builder.isEmpty) done.push({ to: 'raw', frame: builder.build() });
      byService.clear();
      inOrder.length = 0;
      return done;
    },
  };
}
