import type { Readable } from 'node:stream';
import type { Source, SourceHandler, SourceMessage } from '@scrubjay/pipeline';
import { defaultMaxRecordBytes, maxInflatedBytes, maxPieceBytes } from './bounds.js';
import { readInflated } from './inflate.js';
import { readLineBatches } from './line-batches.js';

export interface StdinSourceOptions {
  /** Plain or gzip, as its first bytes say. The source owns it and destroys it. */
  readonly input: Readable;
  /** Tells this run from others: the stream is called `stdin-<runId>`. */
  readonly runId: string;
  /** Longer lines are handed over as oversized. Default 1 MiB. */
  readonly maxRecordBytes?: number;
  /** Unix milliseconds. Default: the system's time. */
  readonly now?: () => number;
}

/**
 * Reads one record a line from a stream that cannot be read twice, such as standard input. Nothing is durable: an
 * acknowledgement changes nothing, and what was not finished when the process ended has to be piped in again.
 */
export function createStdinSource(options: StdinSourceOptions): Source<SourceMessage> {
  const { input, runId } = options;
  const closing = new AbortController();
  return {
    async run(handler: SourceHandler<SourceMessage>, signal: AbortSignal): Promise<void> {
      const stop = AbortSignal.any([signal, closing.signal]);
      const chunks = readInflated(input, 'Standard input', maxInflatedBytes, stop);
      const batches = readLineBatches(chunks, {
        partition: { stream: `stdin-${runId}`, partition: 0 },
        headers: {},
        now: options.now ?? Date.now,
        maxRecordBytes: options.maxRecordBytes ?? defaultMaxRecordBytes,
        maxPieceBytes,
        save: () => Promise.resolve(),
      });
      for await (const batch of batches) {
        if (stop.aborted) break;
        await handler.onBatch(batch);
      }
    },
    close(): Promise<void> {
      closing.abort();
      input.destroy();
      return Promise.resolve();
    },
  };
}
