import { Buffer } from 'node:buffer';
import { defaultLimits, type EngineFormat, type Limits, type Ruleset } from '@scrubjay/engine';
import { Random } from '../random.js';
import type { Case, CaseFrame } from './case.js';
import { RecordWriter } from './records.js';
import { Vocabulary } from './vocabulary.js';

/** The kernel cuts a frame in pieces of at least as many bytes, and lanes take them side by side. */
const pieceBytes = 8192;
const mostRecords = 2000;
/** Frames of more records have short ones for the most part. */
const manyRecords = 200;
/** Bytes from which on a frame gets no more records; now and then many more. */
const usualBytes = 32_768;
const mostBytes = 600_000;
/** Searches of a frame by the reference, one for each record and pattern, beyond which it takes seconds. */
const mostSearches = 12_000;

/** Makes frames of records in which what is to be found stands where a fast path may go wrong: at edges. */
class FrameWriter {
  readonly #random: Random;
  readonly #writer: RecordWriter;
  readonly #format: EngineFormat;
  readonly #records: Buffer[] = [];
  #length = 0;

  constructor(random: Random, writer: RecordWriter, format: EngineFormat) {
    this.#random = random;
    this.#writer = writer;
    this.#format = format;
  }

  write(count: number): CaseFrame {
    const random = this.#random;
    const enough = random.oneIn(30) ? mostBytes : usualBytes;
    const kinds = count < 40 ? 24 : count < manyRecords ? 20 : 6;
    while (this.#records.length < count && this.#length < enough) {
      const kind = random.below(kinds);
      if (kind < 2) this.#add(random.pick(['', '', 'x', '7', ' ', '{}', '0', 'null', '""']));
      else if (kind < 4) this.#add(this.#alone(this.#writer.value()));
      else if (kind < 5) this.#addSplit();
      else if (kind < 20) this.#add(this.#writer.write(this.#format));
      else if (kind < 22) this.#addAtPiece();
      else this.#addLong();
    }
    return { format: this.#format, records: this.#records };
  }

  /** A value that begins with the first byte of its record, or its unit, and ends with the last. */
  #alone(value: string): string {
    if (this.#format === 'text') return value;
    return this.#random.oneIn(2) ? JSON.stringify(value) : `{"a":${JSON.stringify(value)}}`;
  }

  /** A value that begins in one record and ends in the next: no finding. */
  #addSplit(): void {
    const value = this.#writer.value();
    const at = this.#random.below(value.length + 1);
    this.#add(this.#alone(value.slice(0, at)));
    this.#add(this.#alone(value.slice(at)));
  }

  /** A value around a multiple of the piece's length, counted from the begin of the frame. */
  #addAtPiece(): void {
    const random = this.#random;
    const value = this.#writer.value();
    const next = Math.ceil((this.#length + 1) / pieceBytes) * pieceBytes;
    const place = next - random.below(Buffer.byteLength(value) + 4) + random.below(3);
    const left = place - this.#length;
    if (random.oneIn(2) || left < 8) {
      this.#addPadded(left, value, random.below(100));
      return;
    }
    // The record before it fills up the piece.
    this.#addPadded(left - 1, '', 0);
    this.#add(this.#alone(value));
  }

  /** A record that is a piece by itself, or several, with values at its edges. */
  #addLong(): void {
    const random = this.#random;
    const length = pieceBytes * random.between(1, 4) + random.between(-20, 20);
    this.#addPadded(
      random.pick([0, 1, length, length, random.below(length)]),
      this.#writer.value(),
      random.below(length),
    );
  }

  #addPadded(before: number, value: string, after: number): void {
    const head = this.#writer.padding(before);
    const tail = this.#writer.padding(after);
    if (this.#format === 'text') this.#add(head + value + tail);
    else if (this.#random.oneIn(2)) this.#add(JSON.stringify({ a: head.slice(6) + value + tail }));
    else
      this.#add(
        `{"a":${JSON.stringify(head.slice(10))},"b":${JSON.stringify(value)},"c":${JSON.stringify(tail)}}`,
      );
  }

  #add(text: string): void {
    const record = this.#damaged(Buffer.from(text));
    this.#records.push(record);
    this.#length += record.length + 1;
  }

  /** Rarely with a byte that is no UTF-8, a NUL, or a newline inside. */
  #damaged(record: Buffer): Buffer {
    const random = this.#random;
    if (record.length > 0 && random.oneIn(150))
      record[random.below(record.length)] = random.pick([0, 0xff, 10, 0xc5]);
    return record;
  }
}

function limitsOf(random: Random): Limits {
  if (!random.oneIn(10)) return defaultLimits;
  const small: Partial<Limits> = random.pick([
    { maxFindingsPerRecord: 3 },
    { maxRecordBytes: 200 },
    { maxDepth: 3 },
    { maxFindingsPerRecord: 1 },
  ]);
  return { ...defaultLimits, ...small };
}

/** A case for a ruleset, the same for the same seed. */
export function makeCase(ruleset: Ruleset, seed: number): Case {
  const random = Random.mixed(seed, 1);
  const words = new Vocabulary(ruleset, random);
  const writer = new RecordWriter(random, words);
  const usual = Math.max(8, Math.min(mostRecords, Math.floor(mostSearches / (words.patternCount + 1))));
  const frames = random.list(random.oneIn(4) ? random.between(2, 3) : 1, () => {
    const format: EngineFormat = random.oneIn(2) ? 'text' : 'json';
    const count = random.magnitude(random.oneIn(50) ? mostRecords : usual);
    return new FrameWriter(random, writer, format).write(count);
  });
  return { ruleset, frames, limits: limitsOf(random) };
}
