import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Ruleset } from '@scrubjay/engine';
import { ScrubjayError } from '@scrubjay/errors';
import { readLines } from '@scrubjay/transport';
import { framesOf, framesOfStream, type Corpus } from './frames.js';

/** Longer lines are cut: nothing takes them as records. Bytes. */
const maxLineBytes = 67_108_864;
const logName = /\.(?:log|ndjson|jsonl)(?:\.gz)?$/;

async function* recordsOf(file: string): AsyncIterable<Buffer> {
  for await (const { bytes, piece } of readLines(createReadStream(file), { maxLineBytes, name: file })) {
    if (piece === undefined || piece === 0) yield bytes;
  }
}

async function filesOf(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new ScrubjayError('SJ_USAGE', `There is no file or folder ${path}.`, { cause });
  });
  if (!found.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => logName.test(name))
    .sort()
    .map((name) => join(path, name));
}

/**
 * Reads a log file, or all that a folder and its folders hold (*.log, *.ndjson, *.jsonl, also gzipped): one record a
 * line. Throws SJ_USAGE where there is no record.
 */
export async function readCorpora(path: string): Promise<readonly Corpus[]> {
  const corpora: Corpus[] = [];
  for (const file of await filesOf(path)) {
    const frames = await framesOfStream(recordsOf(file));
    if (frames.length > 0) corpora.push({ name: relative(path, file) || path, frames });
  }
  if (corpora.length > 0) return corpora;
  throw new ScrubjayError('SJ_USAGE', `${path} holds no records.`, {
    fix: 'Name a file with one record a line, or a folder of such files (*.log, *.ndjson, *.jsonl, also gzipped).',
  });
}

/** The records of the detectors' own examples: a corpus that is always at hand, and far denser than logs are. */
export function examplesCorpus({ detectors }: Ruleset): Corpus {
  const texts = detectors.flatMap(({ examples }) => examples.map(({ text }) => text));
  return { name: 'examples', frames: framesOf(texts.map((text) => Buffer.from(text))) };
}
