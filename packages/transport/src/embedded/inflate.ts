import { Readable, addAbortSignal, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ScrubjayError, toScrubjayError } from '@scrubjay/errors';

const chunkBytes = 256 * 1024;

/** True when the bytes begin as a gzip stream does. */
export function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * The bytes of `input`, inflated if they are gzip (recognised by their magic number, not by a name), chunk by chunk,
 * until the end or until `signal` aborts. The stream is destroyed in any case.
 *
 * Rejects with SJ_FILE_UNREADABLE, naming `name`, when the input cannot be read, when gzip data are damaged, cut off or
 * followed by others, and when they inflate to more than `maxInflatedBytes`.
 */
export async function* readInflated(
  input: Readable,
  name: string,
  maxInflatedBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    addAbortSignal(signal, input);
    const chunks = withWholeHead(input);
    const first = await chunks.next();
    if (first.done === true) return;
    const all = startingWith(first.value, chunks);
    if (isGzip(first.value)) yield* inflate(all, name, maxInflatedBytes);
    else yield* all;
  } catch (error) {
    if (!signal.aborted) throw toScrubjayError(error, 'SJ_FILE_UNREADABLE', `${name} cannot be read`);
  } finally {
    input.destroy();
  }
}

/** Makes the first chunk at least two bytes long, so that it can be recognised. */
async function* withWholeHead(input: Readable): AsyncGenerator<Buffer, void, undefined> {
  let head: Buffer = Buffer.alloc(0);
  let isWhole = false;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    if (isWhole) {
      yield chunk;
      continue;
    }
    head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
    isWhole = head.length >= 2;
    if (isWhole) yield head;
  }
  if (!isWhole && head.length > 0) yield head;
}

async function* startingWith(
  first: Buffer,
  rest: AsyncGenerator<Buffer, void, undefined>,
): AsyncGenerator<Buffer, void, undefined> {
  yield first;
  yield* rest;
}

async function* inflate(
  compressed: AsyncGenerator<Buffer, void, undefined>,
  name: string,
  maxInflatedBytes: number,
): AsyncGenerator<Buffer, void, undefined> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  // Errors reach the reader below; without a callback they would be thrown a second time, by nobody's call.
  pipeline(Readable.from(compressed, { objectMode: false }), gunzip, () => undefined);
  let inflated = 0;
  for await (const chunk of gunzip as AsyncIterable<Buffer>) {
    inflated += chunk.length;
    if (inflated > maxInflatedBytes) {
      throw new ScrubjayError(
        'SJ_FILE_UNREADABLE',
        `${name} inflates to more than ${maxInflatedBytes} bytes.`,
      );
    }
    yield chunk;
  }
}
