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

export function createFrameSet(options: {
  readonly batch: StageBatch<SourceMessage>;
  readonly environment: string;
  readonly ingestedAtMs: number;
  readonly maxFrameBytes: number;
}): FrameSet {
  const { batch, environment, ingestedAtMs, maxFrameBytes } = options;
  const open = new Map<string, FrameBuilder>();
  const done: FrameOutput[] = [];

  return {
    add(service, format, schemaId, record, offset, timestampMs, attributes) {
      const key = `${service}\n${format}\n${schemaId}`;
      let builder = open.get(key);
      if (builder !== undefined && !builder.hasRoomFor(record.length + (attributes?.length ?? 0))) {
        done.push({ to: 'raw', frame: builder.build() });
      }
      if (builder === undefined) {
        const source = { ...batch.partition, environment, service, format, schemaId, ingestedAtMs };
        builder = new FrameBuilder({ ...source, maxFrameBytes });
        open.set(key, builder);
      }
      builder.add(record, offset, timestampMs, attributes);
    },
    build() {
      for (const builder of open.values())
        if (!builder.isEmpty) done.push({ to: 'raw', frame: builder.build() });
      open.clear();
      return done;
    },
  };
}
