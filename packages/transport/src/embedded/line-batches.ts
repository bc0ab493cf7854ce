import type { Partition, SourceBatch, SourceMessage } from '@scrubjay/pipeline';
import { LineSplitter, type Line, type LineSplitterOptions } from './line-splitter.js';

export interface LineBatchOptions extends LineSplitterOptions {
  readonly partition: Partition;
  readonly headers: Readonly<Record<string, string>>;
  /** Unix milliseconds; the time of reading is all that a line knows. */
  readonly now: () => number;
  /** Makes the position durable. */
  readonly save: (position: number) => Promise<void>;
}

/**
 * Source batches from a stream of bytes: one for each chunk that completes a line. A message's offset is the byte
 * position of its line. A line too long to be held arrives in pieces, all marked as oversized, numbered in the header
 * `scrubjay-piece`; its position is resumed from only as a whole.
 */
export async function* readLineBatches(
  chunks: AsyncIterable<Buffer>,
  options: LineBatchOptions,
): AsyncGenerator<SourceBatch<SourceMessage>, void, undefined> {
  const splitter = new LineSplitter(options);
  for await (const chunk of chunks) {
    yield* toBatch(splitter.push(chunk), splitter.resumePosition, options);
  }
  yield* toBatch(splitter.end(), splitter.resumePosition, options);
}

function* toBatch(
  lines: readonly Line[],
  next: number,
  { partition, headers, now, save }: LineBatchOptions,
): Generator<SourceBatch<SourceMessage>, void, undefined> {
  const [head] = lines;
  if (head === undefined) return;
  const timestampMs = now();
  const messages = lines.map((line) => toMessage(line, timestampMs, headers));
  const bytes = lines.reduce((sum, line) => sum + line.bytes.length, 0);
  yield {
    partition,
    messages,
    bytes,
    first: BigInt(head.position),
    next: BigInt(next),
    ack: acknowledging(save, next),
  };
}

/** Built apart from the messages, which its scope would otherwise keep alive. */
function acknowledging(save: (position: number) => Promise<void>, position: number): () => Promise<void> {
  return () => save(position);
}

function toMessage(
  { position, bytes, isOversized, piece }: Line,
  timestampMs: number,
  headers: Readonly<Record<string, string>>,
): SourceMessage {
  const message = { offset: BigInt(position), timestampMs, key: null, value: bytes };
  if (!isOversized) return { ...message, headers };
  if (piece === undefined) return { ...message, headers, oversized: true };
  return { ...message, headers: { ...headers, 'scrubjay-piece': String(piece) }, oversized: true };
}
