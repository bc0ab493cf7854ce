import { z } from 'zod';

const file = (what: string) => z.string().min(1).describe(`Path of ${what} (PEM).`);

const tls = z
  .strictObject({
    caFile: file('the certificate authority').optional(),
    certFile: file('the client certificate').optional(),
    keyFile: file('the client key').optional(),
    serverName: z
      .string()
      .optional()
      .describe('Name expected in the broker certificate, where it differs from the address.'),
  })
  .describe('TLS to the brokers; an empty section uses the system certificate authorities.');

const sasl = z
  .strictObject({
    mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
    username: z.string().min(1),
    password: z.string().min(1).describe('Better given by SCRUBJAY_KAFKA__SASL__PASSWORD than in the file.'),
  })
  .describe('SASL authentication.');

const topics = z
  .strictObject({
    raw: z.string().min(1).default('scrubjay.raw').describe('Frames from ingest, under the raw key.'),
    scrubbed: z
      .string()
      .min(1)
      .default('scrubjay.scrubbed')
      .describe('Frames from the redactor, under the scrubbed key.'),
    quarantine: z
      .string()
      .min(1)
      .default('scrubjay.quarantine')
      .describe('What was withheld, under the quarantine key.'),
    replayed: z
      .string()
      .min(1)
      .default('scrubjay.replayed')
      .describe(
        'Which withheld records were replayed, no content: read and written by `quarantine replay` only.',
      ),
  })
  .prefault({})
  .describe('Names of the topics between the services.');

/** How Kafka is reached, and the topics between the services. */
export const kafkaConfig = z
  .strictObject({
    brokers: z
      .array(z.string().regex(/^[^\s:]+:\d+$/, 'expected host:port'))
      .min(1)
      .describe('Bootstrap brokers as host:port.'),
    clientId: z.string().min(1).default('scrubjay'),
    tls: tls.optional(),
    sasl: sasl.optional(),
    topics,
    createTopics: z.boolean().default(true).describe('Create missing scrubjay.* topics at start.'),
    partitions: z.int().min(1).max(10_000).default(6).describe('Partitions of topics that are created.'),
    replicationFactor: z.int().min(1).max(32).default(3).describe('Replicas of topics that are created.'),
    quarantineRetentionHours: z
      .int()
      .min(1)
      .max(87_600)
      .default(720)
      .describe(
        'How long the quarantine topic keeps records when it is created here; afterwards by kafka-configs.',
      ),
    groupPrefix: z
      .string()
      .min(1)
      .default('scrubjay')
      .describe('Consumer groups are named <prefix>.<service>.'),
    sessionTimeoutMs: z
      .int()
      .min(1000)
      .max(300_000)
      .default(10_000)
      .describe('After this silence an instance counts as dead.'),
    transactionTimeoutMs: z
      .int()
      .min(1000)
      .max(900_000)
      .default(30_000)
      .describe('A transaction open for longer is aborted by the broker.'),
    connectionTimeoutMs: z.int().min(100).max(120_000).default(5_000),
    requestTimeoutMs: z.int().min(1000).max(300_000).default(30_000),
  })
  .describe('Kafka; left out in embedded mode.');

export type KafkaConfig = z.output<typeof kafkaConfig>;
