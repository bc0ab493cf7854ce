import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { toScrubjayError } from '@scrubjay/errors';
import { isGzip, readInflated } from './inflate.js';
import { maxInflatedBytes } from './bounds.js';
import type { Positions } from './positions.js';
import { identityOf, streamOf } from './stream-name.js';

const identityBytes = 256;
const lineFeed = 10;

/** An input file whose place in the state is known. */
export interface InputFile {
  readonly path: string;
  /** Key of its saved position: stands for the path and the first line. */
  readonly identity: string;
  readonly isCompressed: boolean;
  readonly size: number;
}

/** Where reading begins, and under which name. */
export interface FileStart {
  readonly stream: string;
  readonly generation: number;
  readonly position: number;
  /** The position lies inside a line whose beginning was handed over by an earlier run. */
  readonly startsInLine: boolean;
  readonly chunks: AsyncGenerator<Buffer, void, undefined>;
}

/** Opens the file once to see what it is. Rejects with SJ_FILE_UNREADABLE. */
export async function inspectFile(path: string): Promise<InputFile> {
  try {
    const file = await open(path, 'r');
    try {
      const head = await file.read(Buffer.alloc(2), 0, 2, 0);
      const { size } = await file.stat();
      const isCompressed = head.bytesRead === 2 && isGzip(head.buffer);
      return { path, isCompressed, size, identity: identityOf(path, await readFirstLine(path)) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw toScrubjayError(error, 'SJ_FILE_UNREADABLE', `${path} cannot be read`);
  }
}

/**
 * Opens the file at its saved position. A file that is shorter than that was written anew: it begins at 0, as a new
 * stream, so that what comes of it does not replace what came of the old content.
 */
export async function openAtPosition(
  file: InputFile,
  positions: Positions,
  chunkBytes: number,
  signal: AbortSignal,
): Promise<FileStart> {
  const { position, generation } = positions.get(file.identity) ?? { position: 0, generation: 0 };
  const skipped = await skip(readBytes(file, Math.max(0, position - 1), chunkBytes, signal), file, position);
  if (skipped !== undefined) {
    return { ...skipped, stream: streamOf(file.identity, generation), generation, position };
  }
  return {
    stream: streamOf(file.identity, generation + 1),
    generation: generation + 1,
    position: 0,
    startsInLine: false,
    chunks: readBytes(file, 0, chunkBytes, signal),
  };
}

async function readFirstLine(path: string): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  const bytes = createReadStream(path, { highWaterMark: 4096 });
  const { signal } = new AbortController();
  for await (const chunk of readInflated(bytes, path, maxInflatedBytes, signal)) {
    head = Buffer.concat([head, chunk.subarray(0, identityBytes)]);
    if (head.length >= identityBytes || head.includes(lineFeed)) break;
  }
  const end = head.indexOf(lineFeed);
  return head.subarray(0, Math.min(identityBytes, end === -1 ? head.length : end));
}

/** The file's bytes from `position` on; of a compressed file, from its start. */
function readBytes(
  { path, isCompressed }: InputFile,
  position: number,
  chunkBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  if (isCompressed) {
    return readInflated(
      createReadStream(path, { highWaterMark: chunkBytes }),
      path,
      maxInflatedBytes,
      signal,
    );
  }
  return readPlain(path, position, chunkBytes);
}

async function* readPlain(
  path: string,
  start: number,
  highWaterMark: number,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* createReadStream(path, { start, highWaterMark }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw toScrubjayError(error, 'SJ_FILE_UNREADABLE', `${path} cannot be read`);
  }
}

/** What is left after `position`, or undefined where the file ends before it. */
async function skip(
  chunks: AsyncGenerator<Buffer, void, undefined>,
  { isCompressed, size }: InputFile,
  position: number,
): Promise<{ startsInLine: boolean; chunks: AsyncGenerator<Buffer, void, undefined> } | undefined> {
  if (position === 0) return { startsInLine: false, chunks };
  // One byte before the position is read too: it tells whether a line ends there.
  let left = isCompressed ? position : 1;
  if (!isCompressed && size < position) {
    await chunks.return();
    return undefined;
  }
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    const chunk = next.value;
    if (chunk.length >= left) {
      return {
        startsInLine: chunk[left - 1] !== lineFeed,
        chunks: continueWith(chunk.subarray(left), chunks),
      };
    }
    left -= chunk.length;
  }
  return undefined;
}

async function* continueWith(
  first: Buffer,
  rest: AsyncGenerator<Buffer, void, undefined>,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    if (first.length > 0) yield first;
    yield* rest;
  } finally {
    await rest.return();
  }
}
