import { z } from 'zod';

const keyId = z.string().min(1).describe('Key id, key ARN, alias name (alias/…) or alias ARN.');

const cache = z
  .strictObject({
    maxAgeSeconds: z
      .int()
      .min(1)
      .max(86_400)
      .default(300)
      .describe('A data key is used for at most this long.'),
    maxMessages: z
      .int()
      .min(1)
      .max(4_294_967_296)
      .default(100_000)
      .describe('… for at most this many messages.'),
    maxBytes: z
      .int()
      .min(1)
      .max(Number.MAX_SAFE_INTEGER)
      .default(68_719_476_736)
      .describe('… for at most this many bytes.'),
  })
  .prefault({})
  .describe('Bounds on the reuse of a data key: looser ones save calls to the key service.');

const local = z
  .strictObject({
    provider: z.literal('local'),
    dir: z
      .string()
      .min(1)
      .default('.scrubjay/keys')
      .describe('Folder of the key files; made with mode 0700 at first start.'),
    cache,
  })
  .describe('Keys from local files: for trying out and for tests, not for production.');

const kms = z
  .strictObject({
    provider: z.literal('kms'),
    region: z.string().min(1).describe('AWS region of the keys.'),
    endpoint: z.url().optional().describe('Other address of the KMS API, such as a VPC endpoint.'),
    raw: keyId.optional(),
    scrubbed: keyId.optional(),
    quarantine: keyId.optional(),
    pseudonym: keyId.optional().describe('An HMAC_256 key; needed where a rule pseudonymizes.'),
    signing: keyId
      .optional()
      .describe('An ECC_NIST_P256 key for SIGN_VERIFY; the sink signs its manifests with it.'),
    cache,
  })
  .describe('Keys in AWS KMS. A service needs only the keys of its own streams.');

/** Where the keys come from that seal frames and objects. */
export const keysConfig = z
  .discriminatedUnion('provider', [local, kms])
  .prefault({ provider: 'local' })
  .describe('The keys that seal frames and objects.');

export type KeysConfig = z.output<typeof keysConfig>;
