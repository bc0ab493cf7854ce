import { batchConfig } from '@scrubjay/boot';
import { defaultLimits, highestLimits } from '@scrubjay/engine';
import { z } from 'zod';

const shadowConfig = z
  .strictObject({
    dir: z.string().min(1).optional().describe('Folder of the candidate rules; default: rules.dir.'),
    policy: z.string().min(1).optional().describe('Policy of the candidate; default: rules.policy.'),
    sampleRate: z.number().gt(0).max(1).default(0.01).describe('Share of records that are compared.'),
    maxMsPerFrame: z
      .int()
      .min(1)
      .max(1000)
      .default(20)
      .describe('Milliseconds after which no further record of a frame is compared.'),
  })
  .describe(
    'Runs a candidate ruleset beside the active one and counts the differences; the output is not affected.',
  );

export type ShadowConfig = z.output<typeof shadowConfig>;

/** Options of the redactor. */
export const redactorConfig = z
  .strictObject({
    maxRecordBytes: z
      .int()
      .min(1024)
      .max(highestLimits.maxRecordBytes)
      .default(defaultLimits.maxRecordBytes)
      .describe('A longer record goes to quarantine.'),
    maxDepth: z
      .int()
      .min(1)
      .max(highestLimits.maxDepth)
      .default(defaultLimits.maxDepth)
      .describe('JSON nested deeper goes to quarantine.'),
    maxFindingsPerRecord: z
      .int()
      .min(1)
      .max(highestLimits.maxFindingsPerRecord)
      .default(defaultLimits.maxFindingsPerRecord)
      .describe('A record with more goes to quarantine.'),
    workers: z
      .int()
      .min(0)
      .max(256)
      .optional()
      .describe(
        'Worker threads that redact, each one frame at a time; default: one less than the cores that are available, at least 1. 0 redacts in the main thread, which then waits for each frame.',
      ),
    frameTimeoutMs: z
      .int()
      .min(1000)
      .max(3_600_000)
      .default(60_000)
      .describe(
        'Longest time of a worker for one frame; then it is replaced, and a frame to which that happens twice goes to quarantine.',
      ),
    maxWorkerHeapMb: z
      .int()
      .min(128)
      .max(8192)
      .default(512)
      .describe('A worker whose JavaScript heap grows beyond this is replaced likewise. Megabytes.'),
    reloadIntervalMs: z
      .int()
      .min(0)
      .max(3_600_000)
      .default(10_000)
      .describe('Wait between two looks at the rule files, for a changed ruleset; 0 looks never.'),
    shadow: shadowConfig.optional(),
    batch: batchConfig({ maxBytes: 524_288, maxMessages: 16, maxAgeMs: 50, maxBufferedBytes: 33_554_432 }),
  })
  .prefault({})
  .describe('Removes sensitive data.');

export type RedactorConfig = z.output<typeof redactorConfig>;
