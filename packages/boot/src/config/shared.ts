import { z } from 'zod';
import { kafkaConfig } from './kafka.js';
import { keysConfig } from './keys.js';
import { schemasConfig } from './schemas.js';
import { storeConfig } from './store.js';

const telemetry = z
  .strictObject({
    enabled: z.boolean().default(true),
    host: z.string().min(1).default('127.0.0.1').describe('Address for /metrics, /livez and /readyz.'),
    port: z.int().min(0).max(65_535).default(9464).describe('Port; 0 takes a free one.'),
    logLevel: z.enum(['error', 'warn', 'info', 'debug', 'silent']).default('info'),
  })
  .prefault({});

const rules = z
  .strictObject({
    dir: z
      .string()
      .min(1)
      .optional()
      .describe('Folder of packs (*.yaml) and policies/; default: the packs that ship with Scrubjay.'),
    policy: z.string().min(1).default('standard').describe('Name of the policy to apply.'),
    epoch: z
      .string()
      .regex(/^[a-z0-9-]{1,16}$/, 'expected up to 16 of a-z, 0-9 and -')
      .default('e1')
      .describe('Epoch of the pseudonym key: the same value gives the same token within an epoch only.'),
    tenant: z
      .string()
      .regex(/^[A-Za-z0-9._-]{0,64}$/, 'expected up to 64 letters, digits, ., _ and -')
      .default('')
      .describe('Whose pseudonyms they are: the same value gives different tokens for different tenants.'),
  })
  .prefault({})
  .describe('Which rules apply.');

/** The sections that every service understands. */
export const sharedConfig = z.strictObject({
  environment: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, 'expected up to 32 of a-z, 0-9 and -')
    .default('development')
    .describe(
      'Name of the environment. It is bound into everything that is sealed: another environment cannot open it.',
    ),
  transport: z
    .enum(['kafka', 'memory'])
    .default('kafka')
    .describe(
      'How the stages are joined: by Kafka topics, or in one process by memory (embedded; needs --service all).',
    ),
  stateDir: z.string().min(1).default('.scrubjay/state').describe('Folder for the positions of file inputs.'),
  kafka: kafkaConfig.optional(),
  keys: keysConfig,
  rules,
  schemas: schemasConfig,
  store: storeConfig.prefault({ kind: 'folder', path: '.scrubjay/objects' }),
  telemetry,
});

export type SharedConfig = z.output<typeof sharedConfig>;

/** Limits on what a stage takes at once. */
export function batchConfig(defaults: {
  maxBytes: number;
  maxMessages: number;
  maxAgeMs: number;
  maxBufferedBytes: number;
}) {
  return z
    .strictObject({
      maxBytes: z
        .int()
        .min(1024)
        .default(defaults.maxBytes)
        .describe('Bytes of a partition that are worked on at once.'),
      maxMessages: z
        .int()
        .min(1)
        .default(defaults.maxMessages)
        .describe('Messages that are worked on at once.'),
      maxAgeMs: z.int().min(0).default(defaults.maxAgeMs).describe('Longest wait for a batch to fill.'),
      maxBufferedBytes: z
        .int()
        .min(1024)
        .default(defaults.maxBufferedBytes)
        .describe('Bytes held over all partitions; above it reading stops.'),
    })
    .prefault({})
    .describe('Batching.');
}
