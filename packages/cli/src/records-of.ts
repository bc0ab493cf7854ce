import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { ScrubjayError, isScrubjayError } from '@scrubjay/errors';
import { readLines } from '@scrubjay/transport';

/** A longer line is not held in memory: it is cut, and told as oversized. */
const maxLineBytes = 67_108_864;

export interface InputRecord {
  readonly bytes: Buffer;
  /** The line is longer than anything we hold; `bytes` are only its beginning. */
  readonly isOversized: boolean;
}

/** The records of files, one a line, plain or gzip; of standard input where no file is named (or `-`). */
export async function* recordsOf(files: readonly string[]): AsyncIterable<InputRecord> {
  for (const file of files.length === 0 ? ['-'] : files) yield* recordsOfOne(file);
}

async function* recordsOfOne(file: string): AsyncIterable<InputRecord> {
  const input: Readable = file === '-' ? process.stdin : createReadStream(file);
  try {
    yield* readLines(input, { maxLineBytes });
  } catch (cause) {
    if (isScrubjayError(cause)) throw cause;
    throw new ScrubjayError(
      'SJ_FILE_UNREADABLE',
      `${file === '-' ? 'Standard input' : file} cannot be read.`,
      { cause },
    );
  }
}
