import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { isScrubjayError, ScrubjayError } from '@scrubjay/errors';
import type { Vault } from '@scrubjay/vault';

/**
 * A sealed value, as it stands in base64url in `[LABEL:sealed:…]`:
 *
 *     1  version
 *     2  length of the sealed data key, big endian
 *     …  the data key, sealed under the quarantine key by the vault
 *     1  length of the detector's id
 *     …  the detector's id
 *    12  nonce: 6 bytes for who seals under the data key, 6 for how often that one did before
 *     …  the value, AES-256-GCM; all before it is authenticated too
 *    16  tag
 *
 * It carries its own data key, so whoever may use the quarantine key needs nothing else to open it. A process seals all
 * of its values under one data key: one request to the key service at start, none while records wait.
 */
const version = 1;
const cipher = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const vaultContext = { use: 'value' };

/** A value that was sealed, opened. */
export interface SealedValue {
  /** Id of the detector that found it. */
  readonly detector: string;
  readonly value: Buffer;
}

/** A data key for values, and the same sealed. Plain key bytes: for memory only, wiped when it is no longer used. */
export interface SealingKey {
  readonly key: Buffer;
  readonly sealedKey: Buffer;
}

export type SealValue = (value: Buffer, detectorId: string) => Buffer;

export async function createSealingKey(vault: Pick<Vault, 'seal'>): Promise<SealingKey> {
  const key = randomBytes(keyBytes);
  return { key, sealedKey: await vault.seal('quarantine', key, vaultContext) };
}

/**
 * The function behind the action `seal`. `user` must be a number that nobody else has who seals under the same key, or
 * nonces would repeat: below 2^48.
 */
export function createSealer({ key, sealedKey }: SealingKey, user: number): SealValue {
  const start = Buffer.alloc(3);
  start.writeUInt8(version, 0);
  start.writeUInt16BE(sealedKey.length, 1);
  let used = 0;
  return (value, detectorId) => {
    const id = Buffer.from(detectorId);
    const head = Buffer.concat([start, sealedKey, Buffer.of(id.length), id]);
    const nonce = Buffer.alloc(nonceBytes);
    nonce.writeUIntBE(user, 0, 6);
    nonce.writeUIntBE(used, nonceBytes - 6, 6);
    used += 1;
    const sealing = createCipheriv(cipher, key, nonce).setAAD(head);
    const body = Buffer.concat([sealing.update(value), sealing.final()]);
    return Buffer.concat([head, nonce, body, sealing.getAuthTag()]);
  };
}

/** A sealer with a data key of its own. What it has sealed this process cannot open. */
export async function createValueSealer(vault: Pick<Vault, 'seal'>): Promise<SealValue> {
  return createSealer(await createSealingKey(vault), 0);
}

/**
 * Opens a sealed value. Rejects with SJ_VAULT_OPEN_FAILED if it is damaged or was sealed elsewhere, and as the vault does
 * if the key service refuses or is away.
 */
export async function openSealedValue(vault: Pick<Vault, 'open'>, sealed: Buffer): Promise<SealedValue> {
  try {
    return await open(vault, sealed);
  } catch (error) {
    if (isScrubjayError(error)) throw error;
    throw new ScrubjayError('SJ_VAULT_OPEN_FAILED', 'A sealed value is damaged.', { cause: error });
  }
}

async function open(vault: Pick<Vault, 'open'>, sealed: Buffer): Promise<SealedValue> {
  if (sealed.readUInt8(0) !== version) throw new RangeError('version');
  const idAt = 3 + sealed.readUInt16BE(1);
  const headEnd = idAt + 1 + sealed.readUInt8(idAt);
  const bodyAt = headEnd + nonceBytes;
  const tagAt = sealed.length - tagBytes;
  if (tagAt < bodyAt) throw new RangeError('length');
  const key = await vault.open('quarantine', sealed.subarray(3, idAt), vaultContext);
  const opening = createDecipheriv(cipher, key, sealed.subarray(headEnd, bodyAt))
    .setAAD(sealed.subarray(0, headEnd))
    .setAuthTag(sealed.subarray(tagAt));
  const value = Buffer.concat([opening.update(sealed.subarray(bodyAt, tagAt)), opening.final()]);
  return { detector: sealed.toString('utf8', idAt + 1, headEnd), value };
}
