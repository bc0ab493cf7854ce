import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  getLocalCryptographicMaterialsCache,
  NodeCachingMaterialsManager,
  type KeyringNode,
} from '@aws-crypto/client-node';
import { ScrubjayError } from '@scrubjay/errors';
import type { CacheBounds, SealContext, SealPurpose } from './types.js';

/** Data keys per purpose and direction; a context more makes the oldest one go. */
const cachedDataKeys = 1000;
const defaultBounds = { maxAgeMs: 300_000, maxMessages: 100_000, maxBytes: 64 * 1024 ** 3 };

/** Bound by the vault itself: without it, two purposes that were given the same key could open each other's messages. */
const purposePair = 'scrubjay-key';
const reservedPrefixes = ['scrubjay-', 'aws-crypto-'];

/** Key commitment, so that a message has one plaintext; no signature, as its readers and writers are one trust domain. */
const suiteId = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;

/** Our messages have one data key. More would be a way to make an opener call the key service over and over. */
const client = buildClient({
  commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
  maxEncryptedDataKeys: 1,
});

/** Measured: below 1 MiB sealing gets slower, above it opening does. A frame costs 32 bytes. */
const frameLength = 1024 * 1024;

type Materials = KeyringNode | NodeCachingMaterialsManager;

/** Seals and opens for one purpose under one keyring. Errors of the keyring pass through as they are. */
export class Envelope {
  readonly #purpose: SealPurpose;
  readonly #keyring: KeyringNode;
  readonly #cached: NodeCachingMaterialsManager;

  constructor(purpose: SealPurpose, keyring: KeyringNode, bounds: CacheBounds = {}) {
    const { maxAgeMs, maxMessages, maxBytes } = { ...defaultBounds, ...bounds };
    this.#purpose = purpose;
    this.#keyring = keyring;
    this.#cached = new NodeCachingMaterialsManager({
      backingMaterials: keyring,
      cache: getLocalCryptographicMaterialsCache(cachedDataKeys),
      maxAge: maxAgeMs,
      maxMessagesEncrypted: maxMessages,
      maxBytesEncrypted: maxBytes,
    });
  }

  seal(plain: Buffer, context: SealContext): Promise<Buffer> {
    return this.#seal(this.#cached, plain, context);
  }

  open(sealed: Buffer, context: SealContext): Promise<Buffer> {
    return this.#open(this.#cached, sealed, context);
  }

  /** A round trip past the cache. */
  async check(sealOnly: boolean): Promise<void> {
    const context = { use: 'check' };
    const sealed = await this.#seal(this.#keyring, Buffer.from('scrubjay'), context);
    if (!sealOnly) await this.#open(this.#keyring, sealed, context);
  }

  async #seal(materials: Materials, plain: Buffer, context: SealContext): Promise<Buffer> {
    const names = Object.keys(context);
    if (names.some((name) => reservedPrefixes.some((prefix) => name.startsWith(prefix)))) {
      throw new ScrubjayError('SJ_INTERNAL', 'A context to be sealed uses a reserved name.');
    }
    const encryptionContext = { ...context, [purposePair]: this.#purpose };
    const { result } = await client.encrypt(materials, plain, { suiteId, frameLength, encryptionContext });
    return result;
  }

  async #open(materials: Materials, sealed: Buffer, context: SealContext): Promise<Buffer> {
    const { plaintext, messageHeader } = await client.decrypt(materials, sealed);
    const bound = messageHeader.encryptionContext;
    const expected = Object.entries({ ...context, [purposePair]: this.#purpose });
    if (messageHeader.suiteId !== suiteId || !expected.every(([name, value]) => bound[name] === value)) {
      throw openFailed(this.#purpose);
    }
    return plaintext;
  }
}

export function openFailed(purpose: SealPurpose, cause?: unknown): ScrubjayError {
  const message = `A message cannot be opened with the ${purpose} key in this context.`;
  return new ScrubjayError('SJ_VAULT_OPEN_FAILED', message, cause === undefined ? {} : { cause });
}
