import type { Readable } from 'node:stream';
import { maxInflatedBytes } from './bounds.js';
import { readInflated } from './inflate.js';
import { LineSplitter, type Line, type LineSplitterOptions } from './line-splitter.js';

export interface ReadLinesOptions extends Pick<LineSplitterOptions, 'keepsReturn'> {
  readonly maxLineBytes: number;
  /** What errors call the stream. Default: The input. */
  readonly name?: string;
}

/**
 * The lines of a stream, plain or gzip, as its first bytes say. A line longer than `maxLineBytes` arrives in pieces of
 * that size, all marked as oversized. Rejects with SJ_FILE_UNREADABLE; the stream is destroyed at the end.
 */
export async function* readLines(
  input: Readable,
  { maxLineBytes, keepsReturn = false, name = 'The input' }: ReadLinesOptions,
): AsyncGenerator<Line, void, undefined> {
  const limits = { maxRecordBytes: maxLineBytes, maxPieceBytes: maxLineBytes };
  const splitter = new LineSplitter({ ...limits, keepsReturn });
  const { signal } = new AbortController();
  for await (const chunk of readInflated(input, name, maxInflatedBytes, signal)) yield* splitter.push(chunk);
  yield* splitter.end();
}
