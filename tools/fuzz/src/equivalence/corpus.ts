import { Buffer } from 'node:buffer';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultLimits, sniffFormat, type Ruleset } from '@scrubjay/engine';
import { Random } from '../random.js';
import type { Case, CaseFrame } from './case.js';

const logName = /\.(?:log|ndjson|jsonl|json|txt)$/;
/** Records of a frame: some frames are one record, few are long. */
const mostRecords = 500;

/** Real logs: the files of a folder and of those in it, a record a line. */
export class Corpus {
  readonly #files: readonly Buffer[];

  private constructor(files: readonly Buffer[]) {
    this.#files = files;
  }

  static async read(dir: string): Promise<Corpus> {
    const names = (await readdir(dir, { recursive: true })).filter((name) => logName.test(name)).sort();
    const files = await Promise.all(names.map((name) => readFile(join(dir, name))));
    const full = files.filter(({ length }) => length > 0);
    if (full.length === 0) throw new Error(`There are no logs in ${dir}.`);
    return new Corpus(full);
  }

  /** Some lines in a row of one file; half of the cases as they are, the others with bytes changed. */
  makeCase(ruleset: Ruleset, seed: number): Case {
    const random = Random.mixed(seed, 4);
    const file = random.pick(this.#files);
    const count = random.magnitude(mostRecords);
    let lines = linesFrom(file, random.below(file.length), count);
    if (random.oneIn(2)) lines = lines.map((line) => mutated(line, random));
    const isText = random.oneIn(20);
    const frames: (CaseFrame & { readonly records: Buffer[] })[] = [];
    // Records of a frame have one format. Now and then a frame ends where it need not.
    for (const record of lines) {
      const format = isText ? 'text' : sniffFormat(record);
      const last = frames.at(-1);
      if (last?.format === format && !random.oneIn(200)) last.records.push(record);
      else frames.push({ format, records: [record] });
    }
    return { ruleset, frames, limits: defaultLimits };
  }
}

function linesFrom(file: Buffer, from: number, count: number): Buffer[] {
  const lines: Buffer[] = [];
  let start = from === 0 ? 0 : file.indexOf(10, from) + 1;
  while (lines.length < count && start < file.length) {
    const end = file.indexOf(10, start);
    lines.push(Buffer.from(file.subarray(start, end < 0 ? undefined : end)));
    start = end < 0 ? file.length : end + 1;
  }
  return lines;
}

/** A few bytes changed, left out, doubled, or taken from elsewhere in the line. */
function mutated(line: Buffer, random: Random): Buffer {
  if (line.length === 0 || random.oneIn(3)) return line;
  let output = line;
  for (let left = random.magnitude(4); left > 0; left -= 1) {
    const at = random.below(output.length);
    const [head, tail] = [output.subarray(0, at), output.subarray(at + 1)];
    const from = random.below(output.length);
    const piece = random.pick([
      Buffer.from([0x20 + random.below(0x5f)]),
      Buffer.alloc(0),
      Buffer.concat([output.subarray(at, at + 1), output.subarray(at, at + 1)]),
      output.subarray(from, from + random.magnitude(30)),
    ]);
    output = Buffer.concat([head, piece, tail]);
    if (output.length === 0) return output;
  }
  return output;
}
