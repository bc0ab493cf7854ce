import { describeForeign, ScrubjayError } from '@scrubjay/errors';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyName } from './types.js';

const version = 1;
const keyBytes = 32;
const maxFileBytes = 4096;
const othersMayDoAnything = 0o077;
const othersMayWrite = 0o022;

function refuse(path: string, what: string, cause?: unknown): ScrubjayError {
  return new ScrubjayError('SJ_VAULT_KEY_FILE', `${path} ${what}.`, cause === undefined ? {} : { cause });
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/**
 * Reads the key of a purpose from `<dir>/<purpose>.key`, and makes folder (0700) and file (0600) first where they are
 * missing and `create` says so. Processes that start at once agree on one key: each writes a file of its own, and the
 * first to link it to the final name wins. Throws SJ_VAULT_KEY_FILE for a file that is missing, damaged, meant for
 * another purpose, or open to group or others. The key returned is the caller's.
 */
export async function loadKeyFile(dir: string, purpose: KeyName, create: boolean): Promise<Uint8Array> {
  const path = join(dir, `${purpose}.key`);
  try {
    return await readKeyFile(path, purpose, dir);
  } catch (error) {
    if (!(create && error instanceof MissingFile)) throw error;
  }
  try {
    await createKeyFile(dir, path, purpose);
  } catch (cause) {
    throw refuse(path, `cannot be created (${describeForeign(cause)})`, cause);
  }
  return readKeyFile(path, purpose, dir);
}

class MissingFile extends ScrubjayError {}

async function readKeyFile(path: string, purpose: KeyName, dir: string): Promise<Uint8Array> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT')
      throw new MissingFile('SJ_VAULT_KEY_FILE', `${path} does not exist.`, { cause });
    throw refuse(path, `cannot be read (${describeForeign(cause)})`, cause);
  }
  try {
    const { mode, size } = await file.stat();
    if ((mode & constants.S_IFMT) !== constants.S_IFREG || size > maxFileBytes)
      throw refuse(path, 'is no key file');
    if ((mode & othersMayDoAnything) !== 0) throw refuse(path, 'may be used by group or others');
    // Whoever may write the folder may put another file in this one's place.
    if (((await stat(dir)).mode & othersMayWrite) !== 0)
      throw refuse(dir, 'may be written by group or others');
    return parseKeyFile(await file.readFile('utf8'), purpose, path);
  } finally {
    await file.close();
  }
}

function parseKeyFile(text: string, purpose: KeyName, path: string): Uint8Array {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // Without its cause: the message of a JSON error quotes the text, which is a key.
    throw refuse(path, 'is damaged');
  }
  if (typeof content !== 'object' || content === null) throw refuse(path, 'is damaged');
  const fields = content as Readonly<Record<string, unknown>>;
  if (fields['version'] !== version) throw refuse(path, 'has an unknown version');
  if (fields['purpose'] !== purpose) throw refuse(path, `is not the key for ${purpose}`);
  const encoded = fields['key'];
  const key = typeof encoded === 'string' ? Buffer.from(encoded, 'base64') : Buffer.alloc(0);
  if (key.length !== keyBytes || key.toString('base64') !== encoded) throw refuse(path, 'is damaged');
  // An ArrayBuffer of its own: small Buffers share one with whatever else is in the pool.
  return new Uint8Array(key);
}

async function createKeyFile(dir: string, path: string, purpose: KeyName): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  const key = randomBytes(keyBytes).toString('base64');
  const text = `${JSON.stringify({ version, purpose, created: new Date().toISOString(), key })}\n`;
  try {
    await writeDurably(temporary, text);
    await link(temporary, path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
  const folder = await open(dir);
  await folder.sync().finally(() => folder.close());
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    // The umask can only have taken bits away, down to a file that its owner cannot read.
    await file.chmod(0o600);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
