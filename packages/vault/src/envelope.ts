import {
  getLocalCryptographicMaterialsCache,
  NodeCachingMaterialsManager,
  type NodeMaterialsManager,
} from '@aws-crypto/client-node';
import { ScrubjayError } from '@scrubjay/errors';
import type { CacheBounds, SealContext, SealPurpose } from './types.js';
import { openWhole, sealWhole } from './whole-message.js';

/** Data keys per purpose and direction; a context more makes the oldest one go. */
const cachedDataKeys = 1000;
const defaultBounds = { maxAgeMs: 300_000, maxMessages: 100_000, maxBytes: 64 * 1024 ** 3 };

/** Bound by the vault itself: without it, two purposes that were given the same key could open each other's messages. */
const purposePair = 'scrubjay-key';
const reservedPrefixes = ['scrubjay-', 'aws-crypto-'];

/** Seals and opens for one purpose with one source of data keys, whose errors pass through as they are. */
export class Envelope {
  readonly #purpose: SealPurpose;
  readonly #dataKeys: NodeMaterialsManager;
  readonly #cached: NodeCachingMaterialsManager;

  constructor(purpose: SealPurpose, dataKeys: NodeMaterialsManager, bounds: CacheBounds = {}) {
    const { maxAgeMs, maxMessages, maxBytes } = { ...defaultBounds, ...bounds };
    this.#purpose = purpose;
    this.#dataKeys = dataKeys;
    this.#cached = new NodeCachingMaterialsManager({
      backingMaterials: dataKeys,
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
    const sealed = await this.#seal(this.#dataKeys, Buffer.from('scrubjay'), context);
    if (!sealOnly) await this.#open(this.#dataKeys, sealed, context);
  }

  async #seal(materials: NodeMaterialsManager, plain: Buffer, context: SealContext): Promise<Buffer> {
    const names = Object.keys(context);
    if (names.some((name) => reservedPrefixes.some((prefix) => name.startsWith(prefix)))) {
      throw new ScrubjayError('SJ_INTERNAL', 'A context to be sealed uses a reserved name.');
    }
    return sealWhole(materials, plain, { ...context, [purposePair]: this.#purpose });
  }

  async #open(materials: NodeMaterialsManager, sealed: Buffer, context: SealContext): Promise<Buffer> {
    const { plain, context: bound } = await openWhole(materials, sealed);
    const expected = Object.entries({ ...context, [purposePair]: this.#purpose });
    if (!expected.every(([name, value]) => bound[name] === value)) throw openFailed(this.#purpose);
    return plain;
  }
}

export function openFailed(purpose: SealPurpose, cause?: unknown): ScrubjayError {
  const message = `A message cannot be opened with the ${purpose} key in this context.`;
  return new ScrubjayError('SJ_VAULT_OPEN_FAILED', message, cause === undefined ? {} : { cause });
}
