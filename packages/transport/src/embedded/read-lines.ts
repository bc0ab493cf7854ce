import type { Readable } from 'node:stream';
import { maxInflatedBytes } from './bounds.js';
import { readInflated } from './inflate.js';
import { LineSplitter, type Line } from './line-splitter.js';

/**
 * The lines of a stream, plain or gzip, as its first bytes say. A line longer than `maxLineBytes` arrives in pieces of
 * that size, all marked as oversized. Rejects with SJ_FILE_UNREADABLE; the stream is destroyed at the end.
 */
export async function* readLines(
  input: Readable,
  options: { readonly maxLineBytes: number },
): AsyncGenerator<Line, void, undefined> {
  const { maxLineBytes } = options;
  const splitter = new LineSplitter({ maxRecordBytes: maxLineBytes, maxPieceBytes: maxLineBytes });
  const { signal } = new AbortController();
  for await (const chunk of readInflated(input, 'The input', maxInflatedBytes, signal))
    yield* splitter.push(chunk);
  yield* splitter.end();
}
