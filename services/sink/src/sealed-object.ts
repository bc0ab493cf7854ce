import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Sealer } from '@scrubjay/frame';
import { ScrubjayError } from '@scrubjay/errors';

const decompress = promisify(gunzip);

/** An object larger than this when decompressed was not written by the sink. */
const maxPlainBytes = 2_147_483_648 - 1;

/** What every object's encryption context holds besides its partition. */
function objectContext(environment: string, purpose: 'object' | 'journal'): Record<string, string> {
  return { environment, stream: 'scrubbed', purpose, codec: purpose === 'object' ? 'gzip' : 'none' };
}

export interface ObjectSealer {
  /** Seals a gzip-compressed body under the scrubbed key. */
  sealObject(body: Buffer): Promise<Buffer>;
  /**
   * Opens an object and decompresses it into JSON lines.
   * @throws SJ_VAULT_OPEN_FAILED when it was altered or belongs to another environment.
   */
  openObject(sealed: Buffer): Promise<Buffer>;
  sealJournal(plain: Buffer): Promise<Buffer>;
  openJournal(sealed: Buffer): Promise<Buffer>;
}

export function createObjectSealer(sealer: Sealer, environment: string): ObjectSealer {
  const object = objectContext(environment, 'object');
  const journal = objectContext(environment, 'journal');
  return {
    sealObject: (body) => sealer.seal('scrubbed', body, object),
    sealJournal: (plain) => sealer.seal('scrubbed', plain, journal),
    openJournal: (sealed) => sealer.open('scrubbed', sealed, journal),
    async openObject(sealed) {
      const body = await sealer.open('scrubbed', sealed, object);
      try {
        return await decompress(body, { maxOutputLength: maxPlainBytes });
      } catch (cause) {
        throw new ScrubjayError('SJ_FRAME_INVALID', 'An object holds no gzip data.', { cause });
      }
    },
  };
}
