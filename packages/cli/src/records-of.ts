import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { readLines } from '@scrubjay/transport/read-lines';

/** A longer line is not held in memory: it is cut, and told as oversized. */
const maxLineBytes = 67_108_864;

export interface InputRecord {
  readonly bytes: Buffer;
  /** The line is longer than anything we hold; `bytes` are only its beginning. */
  readonly isOversized: boolean;
  /** What the line ended in: LF or CRLF; LF where the input ended without. */
  readonly lineEnd: Buffer;
}

const lineFeed = Buffer.from('\n');
const carriageReturn = Buffer.from('\r\n');

/** The records of files, one a line, plain or gzip; of standard input where no file is named (or `-`). */
export async function* recordsOf(files: readonly string[]): AsyncIterable<InputRecord> {
  for (const file of files.length === 0 ? ['-'] : files) yield* recordsOfOne(file);
}

async function* recordsOfOne(file: string): AsyncIterable<InputRecord> {
  const input: Readable = file === '-' ? process.stdin : createReadStream(file);
  const name = file === '-' ? 'Standard input' : file;
  for await (const { bytes, isOversized, piece } of readLines(input, {
    maxLineBytes,
    name,
    keepsReturn: true,
  })) {
    // The first piece of a line stands for the whole of it.
    if (piece !== undefined && piece > 0) continue;
    const hasReturn = bytes.at(-1) === 0x0d;
    yield {
      bytes: hasReturn ? bytes.subarray(0, -1) : bytes,
      isOversized,
      lineEnd: hasReturn ? carriageReturn : lineFeed,
    };
  }
}
