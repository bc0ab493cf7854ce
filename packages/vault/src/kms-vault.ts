import { isScrubjayError, ScrubjayError } from '@scrubjay/errors';
import { isUnopenable, toKmsError } from './classify.js';
import { Envelope, openFailed } from './envelope.js';
import { ObservedKms, type KmsAccess } from './kms-client.js';
import { KmsDataKeys } from './kms-data-keys.js';
import { Memo } from './memo.js';
import { pseudonymInfo } from './pseudonym.js';
import type { CacheBounds, Purpose, SealPurpose, Vault } from './types.js';

export interface KmsVaultOptions extends KmsAccess {
  /**
   * Key id, key ARN, alias name or alias ARN by purpose. All but a key ARN are resolved once with DescribeKey: messages
   * name the key's ARN, and only the ARNs configured here are ever asked to decrypt.
   */
  readonly keys: Readonly<Partial<Record<Purpose, string>>>;
  readonly cache?: CacheBounds;
}

const keyArn = /^arn:[^:]+:kms:[^:]+:\d*:key\/.+$/;

/** A vault whose keys live in AWS KMS. Nothing is asked of KMS before the first use. */
export function createKmsVault(options: KmsVaultOptions): Vault {
  const kms = new ObservedKms(options);
  const keyIdOf = (purpose: Purpose): string => {
    const keyId = options.keys[purpose];
    if (keyId === undefined) throw new ScrubjayError('SJ_INTERNAL', `No ${purpose} key is configured.`);
    return keyId;
  };

  const envelopes = new Memo<SealPurpose, Envelope>(async (purpose) => {
    const generatorKeyId = await resolveKey(kms, keyIdOf(purpose));
    return new Envelope(purpose, new KmsDataKeys(kms, generatorKeyId), options.cache);
  });

  const deriveKey = async (epoch: string): Promise<Buffer> => {
    const { Mac } = await kms.client.generateMac({
      KeyId: keyIdOf('pseudonym'),
      MacAlgorithm: 'HMAC_SHA_256',
      Message: pseudonymInfo(epoch),
    });
    if (Mac?.length !== 32) throw new ScrubjayError('SJ_INTERNAL', 'KMS answered with no MAC of 32 bytes.');
    return Buffer.from(Mac);
  };
  const pseudonymKeys = new Memo<string, Buffer>(deriveKey);

  /** Failures by the step that failed: KMS itself, or else what the step has to say. */
  const use = <R>(purpose: Purpose, task: () => Promise<R>, onOther: (error: unknown) => Error): Promise<R> =>
    kms.run(task, (error, kmsError) => {
      if (kmsError !== undefined && !isUnopenable(kmsError))
        return toKmsError(kmsError, purpose, keyIdOf(purpose));
      return isScrubjayError(error) ? error : onOther(error);
    });

  return {
    seal: (purpose, plain, context) =>
      use(purpose, async () => (await envelopes.get(purpose)).seal(plain, context), sealFailed),
    open: (purpose, sealed, context) =>
      use(
        purpose,
        async () => (await envelopes.get(purpose)).open(sealed, context),
        (error) => openFailed(purpose, error),
      ),
    pseudonymKey: async (epoch) =>
      Buffer.from(await use('pseudonym', () => pseudonymKeys.get(epoch), sealFailed)),
    async check(purposes, { sealOnly = false } = {}) {
      for (const purpose of purposes) {
        if (purpose === 'pseudonym') await use(purpose, () => deriveKey('check'), sealFailed);
        else await use(purpose, async () => (await envelopes.get(purpose)).check(sealOnly), sealFailed);
      }
    },
    close() {
      kms.client.destroy();
    },
  };
}

async function resolveKey(kms: ObservedKms, keyId: string): Promise<string> {
  if (keyArn.test(keyId)) return keyId;
  const { KeyMetadata } = await kms.client.describeKey({ KeyId: keyId });
  if (KeyMetadata?.Arn === undefined)
    throw new ScrubjayError('SJ_INTERNAL', 'KMS described a key without ARN.');
  return KeyMetadata.Arn;
}

function sealFailed(error: unknown): Error {
  return new ScrubjayError('SJ_INTERNAL', 'The Encryption SDK refused to seal.', { cause: error });
}
