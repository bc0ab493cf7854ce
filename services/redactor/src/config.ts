import { batchConfig } from '@scrubjay/boot';
import { z } from 'zod';

/** Options of the redactor. */
export const redactorConfig = z
  .strictObject({
    maxRecordBytes: z
      .int()
      .min(1024)
      .max(67_108_864)
      .default(1_048_576)
      .describe('A longer record goes to quarantine.'),
    maxDepth: z.int().min(1).max(1000).default(64).describe('JSON nested deeper goes to quarantine.'),
    maxFindingsPerRecord: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(10_000)
      .describe('A record with more goes to quarantine.'),
    batch: batchConfig({ maxBytes: 524_288, maxMessages: 16, maxAgeMs: 50, maxBufferedBytes: 33_554_432 }),
  })
  .prefault({})
  .describe('Removes sensitive data.');

export type RedactorConfig = z.output<typeof redactorConfig>;
