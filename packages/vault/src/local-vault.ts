import {
  NodeDefaultCryptographicMaterialsManager,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from '@aws-crypto/client-node';
import { isScrubjayError, ScrubjayError } from '@scrubjay/errors';
import { Envelope, openFailed } from './envelope.js';
import { loadKeyFile } from './key-file.js';
import { Memo } from './memo.js';
import { derivePseudonymKey } from './pseudonym.js';
import type { CacheBounds, Purpose, SealPurpose, Vault } from './types.js';

export interface LocalVaultOptions {
  /** Folder of the key files. */
  readonly dir: string;
  /** The keys to load; a process that lacks a file of the others does not notice. */
  readonly purposes: readonly Purpose[];
  /** Whether missing files are made; true unless told. Readers say false: a new key would open nothing. */
  readonly create?: boolean;
  readonly cache?: CacheBounds;
}

const keyNamespace = 'scrubjay';

/** A vault whose keys are local files, for one machine. Rejects with SJ_VAULT_KEY_FILE. */
export async function createLocalVault(options: LocalVaultOptions): Promise<Vault> {
  const { dir, purposes, create = true, cache } = options;
  const envelopes = new Map<Purpose, Envelope>();
  let pseudonymKeys: Memo<string, Buffer> | undefined;
  for (const purpose of purposes) {
    const key = await loadKeyFile(dir, purpose, create);
    if (purpose === 'pseudonym') pseudonymKeys = new Memo((epoch) => derivePseudonymKey(key, epoch));
    else envelopes.set(purpose, new Envelope(purpose, dataKeysOf(purpose, key), cache));
  }

  const envelopeOf = (purpose: SealPurpose): Envelope => {
    const envelope = envelopes.get(purpose);
    if (envelope === undefined) throw notLoaded(purpose);
    return envelope;
  };
  const pseudonymKey = async (epoch: string): Promise<Buffer> => {
    if (pseudonymKeys === undefined) throw notLoaded('pseudonym');
    return Buffer.from(await pseudonymKeys.get(epoch));
  };

  return {
    seal: async (purpose, plain, context) => envelopeOf(purpose).seal(plain, context),
    async open(purpose, sealed, context) {
      const envelope = envelopeOf(purpose);
      try {
        return await envelope.open(sealed, context);
      } catch (error) {
        throw isScrubjayError(error) ? error : openFailed(purpose, error);
      }
    },
    pseudonymKey,
    async check(wanted, { sealOnly = false } = {}) {
      for (const purpose of wanted) {
        if (purpose === 'pseudonym') await pseudonymKey('check');
        else await envelopeOf(purpose).check(sealOnly);
      }
    },
    close() {
      pseudonymKeys?.clear();
    },
  };
}

function dataKeysOf(
  purpose: SealPurpose,
  unencryptedMasterKey: Uint8Array,
): NodeDefaultCryptographicMaterialsManager {
  const wrappingSuite = RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING;
  const keyring = new RawAesKeyringNode({
    ...{ keyName: purpose, keyNamespace, unencryptedMasterKey, wrappingSuite },
  });
  return new NodeDefaultCryptographicMaterialsManager(keyring);
}

function notLoaded(purpose: Purpose): ScrubjayError {
  return new ScrubjayError('SJ_INTERNAL', `The ${purpose} key was not loaded by this process.`);
}
