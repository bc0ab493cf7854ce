import { ScrubjayError } from '@scrubjay/errors';

const kmsMethods: ReadonlySet<string> = new Set(['aws:kms', 'aws:kms:dsse']);
/** The id or the ARN of a KMS key, and no alias. */
export const kmsKeyName =
  /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/)?(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export interface ServerSideEncryption {
  /** Key id or key ARN. No alias: it would let the key change unnoticed. */
  readonly kmsKeyId: string;
}

/** What a PUT asks for. With a bucket key S3 asks KMS once for many objects (AWS: Reducing the cost of SSE-KMS with S3 Bucket Keys). */
export function askForEncryption(sse: ServerSideEncryption | undefined): {
  readonly ServerSideEncryption?: 'aws:kms';
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
} {
  if (sse === undefined) return {};
  return { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: sse.kmsKeyId, BucketKeyEnabled: true };
}

/**
 * Holds what S3 says of a PUT to what was asked: a bucket that encrypts under another key, or not at all, must not be written to any
 * further. What was written is sealed by us all the same, and its flush is never committed.
 * @throws SJ_STORE_KEY_MISMATCH
 */
export function proveEncryption(
  sse: ServerSideEncryption | undefined,
  answer: { readonly ServerSideEncryption?: string | undefined; readonly SSEKMSKeyId?: string | undefined },
  at: string,
): void {
  if (sse === undefined) return;
  const { ServerSideEncryption: method = '', SSEKMSKeyId: used = '' } = answer;
  if (kmsMethods.has(method) && isSameKey(used, sse.kmsKeyId)) return;
  throw new ScrubjayError(
    'SJ_STORE_KEY_MISMATCH',
    `S3 says that it encrypted ${at} under ${nameOf(method, used)}, and not under the KMS key ${sse.kmsKeyId}.`,
  );
}

/** Only what is surely a name: anything may stand in an answer. */
function nameOf(method: string, key: string): string {
  if (!kmsMethods.has(method)) return 'no KMS key';
  return kmsKeyName.test(key) ? `the KMS key ${key}` : 'a KMS key that it does not name';
}

/** S3 names the key by its ARN, however it was asked for. */
function isSameKey(used: string, asked: string): boolean {
  if (used.startsWith('arn:') && asked.startsWith('arn:')) return used === asked;
  return idOf(used) === idOf(asked);
}

function idOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}
