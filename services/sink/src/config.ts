import { batchConfig } from '@scrubjay/boot';
import { z } from 'zod';

const auditConfig = z
  .strictObject({
    sampleRate: z
      .number()
      .min(0)
      .max(1)
      .default(0.0005)
      .describe('Share of scrubbed records that are redacted once more by the slow reference path; 0: none.'),
    maxRecordBytes: z
      .int()
      .min(1)
      .max(1_048_576)
      .default(16_384)
      .describe('Longer records are not looked at again: the reference path takes seconds for them.'),
    maxMsPerFlush: z
      .int()
      .min(1)
      .max(60_000)
      .default(1_000)
      .describe('Milliseconds of a flush after which no further record is looked at.'),
    reloadIntervalMs: z
      .int()
      .min(0)
      .max(3_600_000)
      .default(10_000)
      .describe('Wait between two looks at the rule files; 0 looks never.'),
  })
  .prefault({})
  .describe('The second look at what is about to be written; what does not pass it is withheld.');

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
    audit: auditConfig,
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
