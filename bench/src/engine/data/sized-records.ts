import { generateLines } from '../../accuracy/generate.js';
import { generateNegatives } from '../../accuracy/negatives.js';
import type { LabelledLine } from '../../accuracy/pieces.js';

/** One piece in so many holds something to find. */
const dirtyEvery = 10;
const pieceCount = 1_000;

const isPlainText = ({ bytes }: LabelledLine): boolean => bytes[0] !== 0x7b && !bytes.includes(0x0a);

/** Short lines of text, every tenth with something to find. */
export function textPieces(seed: number): readonly string[] {
  const clean = [...generateNegatives(seed, pieceCount)].filter(isPlainText);
  const dirty = [...generateLines('tune', seed, pieceCount)].filter(
    (line) => isPlainText(line) && line.labels.length > 0,
  );
  return clean.map((line, at) => {
    const other = dirty[at % dirty.length];
    return (at % dirtyEvery === 0 && other !== undefined ? other : line).bytes.toString();
  });
}

/** The beginning of a text that is at most so many UTF-8 bytes long, no character cut. */
function cut(text: string, bytes: number): string {
  const encoded = Buffer.from(text);
  let end = Math.min(encoded.length, bytes);
  while (((encoded[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return encoded.toString('utf8', 0, end);
}

class PieceReader {
  readonly #pieces: readonly string[];
  #at = 0;

  constructor(pieces: readonly string[]) {
    this.#pieces = pieces;
  }

  next(): string {
    const piece = this.#pieces[this.#at % this.#pieces.length] ?? '';
    this.#at += 1;
    return piece;
  }
}

function textRecord(reader: PieceReader, size: number): string {
  const pieces: string[] = [];
  for (let filled = 0; filled < size; filled += Buffer.byteLength(pieces.at(-1) ?? '') + 2) {
    pieces.push(reader.next());
  }
  return cut(pieces.join('; '), size);
}

/** A member, or a list of them for a record that one line does not fill: about `size` bytes. */
function jsonRecord(reader: PieceReader, size: number): string {
  const head = '{"time":1767254401800,"level":"info","service":"bench",';
  let left = size - head.length;
  const events: string[] = [];
  do {
    const event = `{"msg":${JSON.stringify(cut(reader.next(), Math.max(8, left)))}}`;
    events.push(event);
    left -= Buffer.byteLength(event) + 1;
  } while (left > 40);
  return events.length === 1
    ? `${head}${(events[0] ?? '').slice(1, -1)}}`
    : `${head}"events":[${events.join(',')}]}`;
}

/** Records of about `size` bytes that fill `bytes`, with as much to find in a byte whatever their size. */
export function sizedRecords(
  pieces: readonly string[],
  format: 'text' | 'json',
  size: number,
  bytes: number,
): Buffer[] {
  const reader = new PieceReader(pieces);
  const write = format === 'text' ? textRecord : jsonRecord;
  const count = Math.max(1, Math.round(bytes / size));
  return Array.from({ length: count }, () => Buffer.from(write(reader, size)));
}
