import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';

/** What every AWS client of a test is given beside the endpoint; moto takes any credentials. */
export const testAwsAccess = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
} as const;

/** Makes one symmetric key per purpose and returns their ARNs by purpose. */
export async function createKmsKeys(
  endpoint: string,
  purposes: readonly string[],
): Promise<Record<string, string>> {
  return await createKeys(endpoint, purposes, {});
}

/** Makes one HMAC-SHA-256 key per purpose (for GenerateMac) and returns their ARNs by purpose. */
export async function createHmacKeys(
  endpoint: string,
  purposes: readonly string[],
): Promise<Record<string, string>> {
  return await createKeys(endpoint, purposes, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
}

/** Makes a key that signs with ECDSA on P-256 and returns its ARN. */
export async function createSigningKey(endpoint: string): Promise<string> {
  const kind = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' } as const;
  return (await createKeys(endpoint, ['signing'], kind))['signing'] ?? '';
}

async function createKeys(
  endpoint: string,
  purposes: readonly string[],
  kind: {
    readonly KeySpec?: 'HMAC_256' | 'ECC_NIST_P256';
    readonly KeyUsage?: 'GENERATE_VERIFY_MAC' | 'SIGN_VERIFY';
  },
): Promise<Record<string, string>> {
  const kms = new KMSClient({ endpoint, ...testAwsAccess });
  try {
    const keys: Record<string, string> = {};
    for (const purpose of purposes) {
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: purpose, ...kind }));
      if (KeyMetadata?.Arn === undefined) throw new Error('CreateKey returned no ARN.');
      keys[purpose] = KeyMetadata.Arn;
    }
    return keys;
  } finally {
    kms.destroy();
  }
}

/** Makes an S3 bucket as the sink wants it: not to be made public, and encrypting. Names are 3 to 63 characters of `a-z0-9.-`. */
export async function createBucket(endpoint: string, name: string): Promise<void> {
  const s3 = new S3Client({ endpoint, forcePathStyle: true, ...testAwsAccess });
  try {
    await s3.send(new CreateBucketCommand({ Bucket: name }));
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: name,
        PublicAccessBlockConfiguration: {
          ...{ BlockPublicAcls: true, IgnorePublicAcls: true },
          ...{ BlockPublicPolicy: true, RestrictPublicBuckets: true },
        },
      }),
    );
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket: name,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      }),
    );
  } finally {
    s3.destroy();
  }
}
