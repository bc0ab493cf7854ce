import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import type { Sealer } from '@scrubjay/frame';
import { ScrubjayError } from '@scrubjay/errors';

const decompress = promisify(gunzip);

/** An object larger than this when decompressed was not written by the sink. */
const maxPlainBytes = 2_147_483_648 - 1;
const codecs = { object: 'gzip', journal: 'none', manifest: 'none', held: 'gzip', incident: 'none' } as const;
/** What only the privacy team may open. */
const restricted: ReadonlySet<keyof typeof codecs> = new Set(['held', 'incident']);
const nothing = gzipSync(Buffer.alloc(0));

export interface ObjectSealer {
  /** Seals a gzip-compressed body under the scrubbed key. */
  sealObject(body: Buffer): Promise<Buffer>;
  /** An object without records: it takes the place of one that must not come back. */
  sealVoid(): Promise<Buffer>;
  /**
   * Opens an object and decompresses it into JSON lines.
   * @throws SJ_VAULT_OPEN_FAILED when it was altered or belongs to another environment.
   */
  openObject(sealed: Buffer): Promise<Buffer>;
  sealJournal(plain: Buffer): Promise<Buffer>;
  openJournal(sealed: Buffer): Promise<Buffer>;
  /** Manifests have a context of their own: a key policy can let an auditor open them and no logs. */
  sealManifest(plain: Buffer): Promise<Buffer>;
  openManifest(sealed: Buffer): Promise<Buffer>;
  /** Seals the body of an object that is withheld, under the quarantine key. */
  sealHeld(body: Buffer): Promise<Buffer>;
  openHeld(sealed: Buffer): Promise<Buffer>;
  sealIncident(plain: Buffer): Promise<Buffer>;
  openIncident(sealed: Buffer): Promise<Buffer>;
}

export function createObjectSealer(sealer: Sealer, environment: string): ObjectSealer {
  const contextOf = (purpose: keyof typeof codecs): Record<string, string> => ({
    ...{ environment, stream: 'scrubbed', purpose, codec: codecs[purpose] },
  });
  const keyOf = (purpose: keyof typeof codecs): 'scrubbed' | 'quarantine' =>
    restricted.has(purpose) ? 'quarantine' : 'scrubbed';
  const seal = (plain: Buffer, purpose: keyof typeof codecs): Promise<Buffer> =>
    sealer.seal(keyOf(purpose), plain, contextOf(purpose));
  const open = (sealed: Buffer, purpose: keyof typeof codecs): Promise<Buffer> =>
    sealer.open(keyOf(purpose), sealed, contextOf(purpose));
  return {
    sealObject: (body) => seal(body, 'object'),
    sealVoid: () => seal(nothing, 'object'),
    sealJournal: (plain) => seal(plain, 'journal'),
    openJournal: (sealed) => open(sealed, 'journal'),
    sealManifest: (plain) => seal(plain, 'manifest'),
    openManifest: (sealed) => open(sealed, 'manifest'),
    sealHeld: (body) => seal(body, 'held'),
    sealIncident: (plain) => seal(plain, 'incident'),
    openIncident: (sealed) => open(sealed, 'incident'),
    openObject: async (sealed) => linesOf(await open(sealed, 'object')),
    openHeld: async (sealed) => linesOf(await open(sealed, 'held')),
  };
}

async function linesOf(body: Buffer): Promise<Buffer> {
  try {
    return await decompress(body, { maxOutputLength: maxPlainBytes });
  } catch (cause) {
    throw new ScrubjayError('SJ_FRAME_INVALID', 'An object holds no gzip data.', { cause });
  }
}
