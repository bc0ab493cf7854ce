import { batchConfig } from '@scrubjay/boot';
import { canaryKinds, canaryService } from '@scrubjay/frame';
import { z } from 'zod';

/** Names that become part of object keys: plain, so that nothing of a record's content can hide in one. */
const serviceName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, 'expected a letter, then up to 62 letters, digits, - or _')
  .refine((name) => name !== canaryService, 'expected another name: this one is for canaries');

const format = z
  .enum(['auto', 'json', 'text', 'otlp-json', 'otlp-protobuf', 'registry', 'protobuf'])
  .describe(
    'auto: OTLP/JSON, JSON or text by the first bytes of each record, and with a schema registry what begins with a schema id. registry: the latter only. protobuf: bare messages of `schema`.',
  );

const source = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('kafka'),
      topics: z.array(z.string().min(1)).min(1).describe('Topics that applications write to.'),
    }),
    z.strictObject({
      kind: z.literal('files'),
      paths: z.array(z.string().min(1)).min(1).describe('Files or folders; plain or .gz, one record a line.'),
    }),
    z.strictObject({ kind: z.literal('stdin') }),
  ])
  .describe('Where records come from.');

const route = z
  .strictObject({
    stream: z.string().min(1).describe('Topic, or name of a file.'),
    service: serviceName.optional(),
    format: format.default('auto'),
    schema: z
      .strictObject({
        file: z.string().min(1).describe('Name of a file in schemas.files.'),
        message: z
          .string()
          .regex(/^[A-Za-z_][A-Za-z0-9_.]{0,254}$/, 'expected the full name of a message')
          .describe('Full name of the message, such as acme.Login.'),
      })
      .optional()
      .describe('For the format protobuf: what the messages are.'),
  })
  .refine(({ format, schema }) => (format === 'protobuf') === (schema !== undefined), {
    path: ['schema'],
    message: 'the format protobuf needs a schema, and no other has one',
  })
  .describe('What is known of all records of a stream.');

/** Options of ingest. */
export const ingestConfig = z
  .strictObject({
    source,
    routes: z.array(route).default([]),
    defaultService: serviceName
      .default('unknown')
      .describe('Service of records that nothing else tells the service of.'),
    knownServices: z
      .array(serviceName)
      .default([])
      .describe(
        'Names taken over from a record\'s own "service" field. Others count as the default: a name becomes part of an object key, which is not encrypted.',
      ),
    maxRecordBytes: z
      .int()
      .min(1024)
      .max(1_048_576)
      .default(1_048_576)
      .describe('A longer record goes to quarantine.'),
    canaries: z
      .strictObject({
        intervalSeconds: z
          .int()
          .min(0)
          .max(86_400)
          .default(0)
          .describe('How often synthetic records go along with those of a partition, at most; 0: never.'),
        kinds: z
          .array(z.enum(canaryKinds))
          .min(1)
          .default([...canaryKinds])
          .describe('What they carry. Each must be something that the policy removes.'),
      })
      .prefault({})
      .describe('Records with made-up identities: the sink must see them arrive, and scrubbed.'),
    maxFrameBytes: z.int().min(4096).max(1_048_576).default(1_048_576).describe('Record bytes in one frame.'),
    batch: batchConfig({
      maxBytes: 4_194_304,
      maxMessages: 20_000,
      maxAgeMs: 100,
      maxBufferedBytes: 67_108_864,
    }),
  })
  .describe('Takes custody of records.');

export type IngestConfig = z.output<typeof ingestConfig>;
