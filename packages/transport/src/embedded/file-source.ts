import { basename } from 'node:path';
import type { Source, SourceHandler, SourceMessage } from '@scrubjay/pipeline';
import { defaultBatchBytes, defaultMaxRecordBytes, maxPieceBytes } from './bounds.js';
import { inspectFile, openAtPosition, type InputFile } from './input-file.js';
import { listInputFiles } from './input-files.js';
import { readLineBatches } from './line-batches.js';
import { Positions } from './positions.js';

export interface FileSourceOptions {
  /** Files, directories (their files, one level) and patterns such as `logs/*.log`; plain or gzip. */
  readonly paths: readonly string[];
  /** Where the positions are saved; made if need be. */
  readonly stateDir: string;
  /** Longer lines are handed over as oversized. Default 1 MiB. */
  readonly maxRecordBytes?: number;
  /** Bytes read at once, about the size of a source batch. Default 256 KiB. */
  readonly batchBytes?: number;
  /** Unix milliseconds. Default: the system's time. */
  readonly now?: () => number;
}

/** Files read at the same time. */
const concurrency = 2;

/**
 * Reads files, one record a line, each file a stream of its own, and ends when all are read. A next run goes on after
 * the last acknowledged line; a file with another first line, or shorter than before, is read from its start as a new
 * stream. A last line without a line end counts; should the file have grown by the next run, the rest of that line is
 * handed over as oversized, because half a line cannot be judged.
 *
 * `run` rejects with SJ_FILE_UNREADABLE before anything is read if any file cannot be opened, and as soon as one turns
 * out to be damaged; its whole lines up to there may have been handed over. With SJ_STATE_DAMAGED or
 * SJ_STATE_UNWRITABLE nothing is read at all.
 */
export function createFileSource(options: FileSourceOptions): Source<SourceMessage> {
  const { now = Date.now, maxRecordBytes = defaultMaxRecordBytes, batchBytes = defaultBatchBytes } = options;
  const closing = new AbortController();
  let opened: Promise<Positions> | undefined;

  async function readFile(
    file: InputFile,
    positions: Positions,
    handler: SourceHandler<SourceMessage>,
    signal: AbortSignal,
  ): Promise<void> {
    const { identity, path } = file;
    const { stream, generation, position, startsInLine, chunks } = await openAtPosition(
      file,
      positions,
      batchBytes,
      signal,
    );
    const batches = readLineBatches(chunks, {
      partition: { stream, partition: 0 },
      headers: { 'scrubjay-file': basename(path) },
      now,
      maxRecordBytes,
      maxPieceBytes,
      position,
      startsInLine,
      save: (next) => positions.save(identity, { position: next, generation }),
    });
    for await (const batch of batches) {
      // An abort may have cut the last line short.
      if (signal.aborted) return;
      await handler.onBatch(batch);
    }
  }

  return {
    async run(handler, signal) {
      const failing = new AbortController();
      const stop = AbortSignal.any([signal, closing.signal, failing.signal]);
      opened = Positions.open(options.stateDir);
      const positions = await opened;
      const waiting: InputFile[] = [];
      for (const path of await listInputFiles(options.paths)) waiting.push(await inspectFile(path));
      const readOn = async (): Promise<void> => {
        for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
          if (stop.aborted) return;
          await readFile(file, positions, handler, stop);
        }
      };
      const readers = Array.from({ length: concurrency }, () =>
        readOn().catch((error: unknown) => {
          failing.abort();
          throw error;
        }),
      );
      for (const reader of await Promise.allSettled(readers)) {
        if (reader.status === 'rejected') throw reader.reason;
      }
    },
    async close() {
      closing.abort();
      // A save under way belongs to this run: the next one must not overtake it.
      await opened?.then(
        (positions) => positions.idle(),
        () => undefined,
      );
    },
  };
}
