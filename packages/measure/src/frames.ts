import { sniffFormat, type EngineFormat, type FrameBytes } from '@scrubjay/engine';

/** What ingest makes at most: bytes of a frame. */
const defaultFrameBytes = 524_288;
const newline = Buffer.from('\n');

/** Frames of one source, and its name. */
export interface Corpus {
  readonly name: string;
  readonly frames: readonly FrameBytes[];
}

/** Fills frames with records, JSON and text apart. */
class FrameBuilder {
  readonly #open = new Map<EngineFormat, { records: Buffer[]; bytes: number }>();
  readonly #frames: FrameBytes[] = [];
  readonly #frameBytes: number;

  constructor(frameBytes: number) {
    this.#frameBytes = frameBytes;
  }

  add(record: Buffer): void {
    if (record.length === 0) return;
    const format = sniffFormat(record);
    const group = this.#open.get(format) ?? { records: [], bytes: 0 };
    this.#open.set(format, group);
    group.records.push(record);
    group.bytes += record.length + 1;
    if (group.bytes < this.#frameBytes) return;
    this.#frames.push(toFrame(group.records, format));
    this.#open.delete(format);
  }

  finish(): readonly FrameBytes[] {
    for (const [format, { records }] of this.#open) this.#frames.push(toFrame(records, format));
    this.#open.clear();
    return this.#frames;
  }
}

function toFrame(records: readonly Buffer[], format: EngineFormat): FrameBytes {
  return {
    bytes: Buffer.concat(records.flatMap((record) => [record, newline])),
    lengths: Uint32Array.from(records, (record) => record.length + 1),
    format,
  };
}

/** Frames as ingest would cut them. Records come without their newline; empty ones are left out. */
export function framesOf(records: Iterable<Buffer>, frameBytes = defaultFrameBytes): readonly FrameBytes[] {
  const builder = new FrameBuilder(frameBytes);
  for (const record of records) builder.add(record);
  return builder.finish();
}

/** The same of records that come one after another. */
export async function framesOfStream(
  records: AsyncIterable<Buffer>,
  frameBytes = defaultFrameBytes,
): Promise<readonly FrameBytes[]> {
  const builder = new FrameBuilder(frameBytes);
  for await (const record of records) builder.add(record);
  return builder.finish();
}

export interface FrameTotals {
  /** Closing newlines included. */
  readonly bytes: number;
  readonly records: number;
}

export function totalsOf(frames: readonly FrameBytes[]): FrameTotals {
  const bytes = frames.reduce((total, frame) => total + frame.bytes.length, 0);
  return { bytes, records: frames.reduce((total, frame) => total + frame.lengths.length, 0) };
}

/** The records of a frame without their newlines: views of its bytes. */
export function* recordsOfFrame({ bytes, lengths }: FrameBytes): Generator<Buffer, void, undefined> {
  let start = 0;
  for (const length of lengths) {
    yield bytes.subarray(start, start + length - 1);
    start += length;
  }
}

/** The leading records of a frame: at least one, and no more than fit into `maxBytes`. */
function headOf({ bytes, lengths, format }: FrameBytes, maxBytes: number): FrameBytes {
  let end = lengths[0] ?? 0;
  let count = 1;
  for (let next = lengths[count]; next !== undefined && end + next <= maxBytes; next = lengths[count]) {
    end += next;
    count += 1;
  }
  return { bytes: bytes.subarray(0, end), lengths: lengths.subarray(0, count), format };
}

/** The leading records of every frame, so that together they are about `maxBytes` and mixed as in the whole. */
export function sampleFrames(frames: readonly FrameBytes[], maxBytes: number): readonly FrameBytes[] {
  const { bytes } = totalsOf(frames);
  if (bytes <= maxBytes) return frames;
  return frames.map((frame) => headOf(frame, (frame.bytes.length * maxBytes) / bytes));
}
