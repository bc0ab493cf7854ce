import { batchConfig } from '@scrubjay/boot';
import { z } from 'zod';

/** Options of the sink. */
export const sinkConfig = z
  .strictObject({
    compressionLevel: z
      .int()
      .min(1)
      .max(9)
      .default(1)
      .describe(
        'gzip level of objects; higher ones make them up to a fifth smaller and cost three times the CPU.',
      ),
    lateAfterHours: z
      .int()
      .min(1)
      .max(8_784)
      .default(2)
      .describe(
        'Records whose hour was over for so long when ingest took them share one object a flush, unless they are many.',
      ),
    batch: batchConfig({
      maxBytes: 8_388_608,
      maxMessages: 1_000_000,
      maxAgeMs: 60_000,
      maxBufferedBytes: 100_663_296,
    }),
  })
  .prefault({})
  .describe(
    'Writes objects. A batch becomes one object a service and hour, so its limits decide size and delay.',
  );

export type SinkConfig = z.output<typeof sinkConfig>;
