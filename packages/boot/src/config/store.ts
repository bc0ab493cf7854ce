import { kmsKeyName } from '@scrubjay/transport';
import { z } from 'zod';

const prefix = z
  .string()
  .regex(/^[A-Za-z0-9!_.*'()/=-]*$/, 'expected an S3 key prefix')
  .default('')
  .describe('Put before every key, for example "prod/".');

const s3 = z.strictObject({
  kind: z.literal('s3'),
  bucket: z.string().min(3),
  region: z.string().min(1),
  prefix,
  endpoint: z.url().optional().describe('Other address of the S3 API.'),
  forcePathStyle: z.boolean().default(false).describe('Bucket in the path instead of the host name.'),
  sseKmsKeyId: z
    .string()
    .regex(kmsKeyName, 'expected a key id or key ARN, and no alias: its key may change unnoticed')
    .optional()
    .describe(
      'Additionally ask S3 for SSE-KMS under this key, by id or ARN; what S3 says it used is held to it.',
    ),
  allowUnprotected: z
    .boolean()
    .default(false)
    .describe('Write to a bucket that does not block public access or has no default encryption.'),
});

const folder = z.strictObject({
  kind: z.literal('folder'),
  path: z.string().min(1).describe('Folder for the objects.'),
});

/** Where objects go. */
export const storeConfig = z.discriminatedUnion('kind', [s3, folder]).describe('Where objects are written.');

export type StoreConfig = z.output<typeof storeConfig>;
