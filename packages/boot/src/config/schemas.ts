import { defaultTags } from '@scrubjay/registry';
import { z } from 'zod';

const registry = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .describe("Base URL of Confluent's API, for Apicurio with its path /apis/ccompat/v7."),
    username: z
      .string()
      .min(1)
      .optional()
      .describe('For basic authentication; with Confluent Cloud, the API key.'),
    password: z.string().min(1).optional().describe('Best set by SCRUBJAY_SCHEMAS__REGISTRY__PASSWORD.'),
    timeoutMs: z.int().min(100).max(120_000).default(10_000).describe('Longest wait for an answer.'),
    maxSchemas: z.int().min(1).max(100_000).default(1000).describe('Schemas kept in memory.'),
    absentForMs: z
      .int()
      .min(0)
      .max(3_600_000)
      .default(10_000)
      .describe('How long an unknown id is not asked for again.'),
  })
  .describe(
    'Schema registry that the schemas of records are taken from, by the id that each record begins with.',
  );

const file = z
  .strictObject({
    path: z.string().min(1).describe('A .proto file.'),
    imports: z
      .record(z.string().min(1), z.string().min(1))
      .default({})
      .describe(
        'The files that it imports: name in the import statement, and path. Those of Google are known.',
      ),
  })
  .describe('A Protobuf schema for records that do not name theirs; a route says which message they are.');

const category = z.enum(['pii', 'pci', 'health', 'secret', 'network']);

/** Where schemas come from, and what is known about them. */
export const schemasConfig = z
  .strictObject({
    registry: registry.optional(),
    files: z.record(z.string().regex(/^[A-Za-z0-9_-]{1,63}$/), file).default({}),
    tags: z
      .record(z.string().min(1), category)
      .default({ ...defaultTags })
      .describe(
        'Tags of fields that mean sensitive data (confluent:tags and the like), with their category.',
      ),
    reviewed: z
      .record(z.string().min(1), z.int().min(1))
      .default({})
      .describe(
        'By subject: the version whose fields were looked through. A field that another version adds, with no mark and no word of the policy, counts as unknown.',
      ),
  })
  .prefault({})
  .describe('Protobuf and Avro schemas of records.');

export type SchemasConfig = z.output<typeof schemasConfig>;
