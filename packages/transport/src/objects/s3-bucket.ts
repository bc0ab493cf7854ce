import {
  GetBucketEncryptionCommand,
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  type S3Client,
} from '@aws-sdk/client-s3';
import { ScrubjayError } from '@scrubjay/errors';

const blocks = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const satisfies readonly (keyof PublicAccessBlockConfiguration)[];

/** Answers that say that a bucket has no such setting. */
const unset = new Set([
  'NoSuchPublicAccessBlockConfiguration',
  'ServerSideEncryptionConfigurationNotFoundError',
]);

/**
 * Looks whether a bucket can be public, and whether what is written to it without more is encrypted.
 * @throws SJ_STORE_UNPROTECTED naming all that is wrong; errors of S3 as they are.
 */
export async function checkBucket(client: S3Client, bucket: string): Promise<void> {
  const problems = [...(await publicProblems(client, bucket)), ...(await encryptionProblems(client, bucket))];
  if (problems.length > 0)
    throw new ScrubjayError('SJ_STORE_UNPROTECTED', `The bucket ${bucket} ${problems.join(', and ')}.`);
}

/** The setting of the bucket itself, as that of its account may be changed by others (AWS: Blocking public access to S3 storage). */
async function publicProblems(client: S3Client, bucket: string): Promise<string[]> {
  const answer = await settingOf(() => client.send(new GetPublicAccessBlockCommand({ Bucket: bucket })));
  const setting = answer?.PublicAccessBlockConfiguration;
  const missing = blocks.filter((block) => setting?.[block] !== true);
  return missing.length === 0 ? [] : [`may be made public (${missing.join(', ')} not set)`];
}

async function encryptionProblems(client: S3Client, bucket: string): Promise<string[]> {
  const answer = await settingOf(() => client.send(new GetBucketEncryptionCommand({ Bucket: bucket })));
  const [rule] = answer?.ServerSideEncryptionConfiguration?.Rules ?? [];
  return rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm === undefined
    ? ['does not encrypt what is written to it']
    : [];
}

async function settingOf<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (unset.has((error as Error).name)) return undefined;
    throw error;
  }
}
