import { createPublicKey, type KeyObject } from 'node:crypto';
import { isScrubjayError, ScrubjayError } from '@scrubjay/errors';
import { toKmsError } from '../classify.js';
import { ObservedKms, type KmsAccess } from '../kms-client.js';
import { Memo } from '../memo.js';
import { verifySignature } from './public-key.js';
import type { Signer } from './types.js';

export interface KmsSignerOptions extends KmsAccess {
  /** Key id, key ARN, alias name or alias ARN of a key for SIGN_VERIFY of the kind ECC_NIST_P256. */
  readonly keyId: string;
}

const algorithm = 'ECDSA_SHA_256';
/** KMS hashes what it signs itself, up to this many bytes; digests that were made elsewhere not all that speak its API sign. */
const maxMessageBytes = 4096;

/** Signs with an asymmetric key of KMS, whose private half never leaves it. Nothing is asked of KMS before the first use. */
export function createKmsSigner(options: KmsSignerOptions): Signer {
  const { keyId } = options;
  const kms = new ObservedKms(options);
  const guard = <R>(task: () => Promise<R>): Promise<R> =>
    kms.run(task, (error) => (isScrubjayError(error) ? error : toKmsError(error, 'signing', keyId)));
  const publicKeys = new Memo<string, KeyObject>(async (id) => {
    const { PublicKey, SigningAlgorithms } = await kms.client.getPublicKey({ KeyId: id });
    if (PublicKey === undefined || SigningAlgorithms?.includes(algorithm) !== true) throw unsuitable(id);
    return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  });
  const signer: Signer = {
    sign: (message) =>
      guard(async () => {
        if (message.length > maxMessageBytes) throw tooLong(message.length);
        const { Signature, KeyId } = await kms.client.sign({
          ...{ KeyId: keyId, SigningAlgorithm: algorithm, MessageType: 'RAW', Message: message },
        });
        if (Signature === undefined || KeyId === undefined) throw unsuitable(keyId);
        return { keyId: KeyId, bytes: Buffer.from(Signature) };
      }),
    publicKey: () => guard(() => publicKeys.get(keyId)),
    async check() {
      const message = Buffer.from('scrubjay');
      const [publicKey, { bytes }] = [await signer.publicKey(), await signer.sign(message)];
      if (!verifySignature(publicKey, message, bytes)) throw unsuitable(keyId);
    },
    close: () => kms.client.destroy(),
  };
  return signer;
}

function tooLong(bytes: number): ScrubjayError {
  return new ScrubjayError(
    'SJ_INTERNAL',
    `A message of ${String(bytes)} bytes is too long to be signed by KMS.`,
  );
}

function unsuitable(keyId: string): ScrubjayError {
  return new ScrubjayError(
    'SJ_VAULT_KEY_DENIED',
    `The signing key ${keyId} does not sign with ${algorithm}.`,
    {
      fix: 'Make an asymmetric key for SIGN_VERIFY of the kind ECC_NIST_P256.',
    },
  );
}
