import { ScrubjayError } from '@scrubjay/errors';
import {
  attributesAt,
  FrameBuilder,
  recordAt,
  type Frame,
  type FrameInput,
  type FrameOutput,
  type QuarantineReason,
} from '@scrubjay/frame';
import type { Stage } from '@scrubjay/pipeline';
import { FindingSums, type FindingSum } from '../finding-sums.js';
import { scrub } from '../quarantine/scrub.js';
import { readStoredLine, rewriteLine, toQuarantine, type StoredLine } from './stored-line.js';

/** Makes the redactor's stage; told of each finding. A stage is good for one object. */
export type OpenStage = (
  onFinding: (detector: string, action: string, count: number) => void,
) => Stage<FrameInput, FrameOutput>;

export interface LinesOrigin {
  /** Of the object: for what is told when a line is none of ours. */
  readonly key: string;
  readonly service: string;
  readonly environment: string;
}

/** A record that must not stay, as quarantine keeps it. */
export interface WithheldLine {
  /** Number of the line in the object, from 0. */
  readonly index: number;
  readonly reason: QuarantineReason;
  readonly frames: readonly Frame[];
}

/** The lines of an object after another redaction. */
export interface RedactedLines {
  /** Each with its newline; undefined for one that is not kept. The line itself where nothing had to change. */
  readonly lines: readonly (Buffer | undefined)[];
  readonly records: number;
  readonly changed: number;
  readonly discarded: number;
  readonly withheld: readonly WithheldLine[];
  readonly findings: readonly FindingSum[];
}

const newline = 0x0a;

/**
 * Runs the redactor once more over the lines of an object, as over frames of the sources that they came from: what runs on
 * from one line of a source into the next is seen as one, as it was the first time. Schemas are not known any more.
 * @throws SJ_FRAME_INVALID for lines that the sink cannot have written
 */
export async function redactLines(
  plain: Buffer,
  origin: LinesOrigin,
  openStage: OpenStage,
): Promise<RedactedLines> {
  const redaction = new LineRedaction(plain, origin, openStage);
  await redaction.run();
  return redaction;
}

class LineRedaction implements RedactedLines {
  readonly lines: (Buffer | undefined)[];
  changed = 0;
  discarded = 0;
  readonly withheld: WithheldLine[] = [];
  readonly #origin: LinesOrigin;
  readonly #sums = new FindingSums();
  /** Of the frame under way. */
  #found = new FindingSums();
  readonly #stage: Stage<FrameInput, FrameOutput>;
  readonly #stored = new Map<number, StoredLine>();
  #builder: { readonly name: string; readonly frames: FrameBuilder } | undefined;

  constructor(plain: Buffer, origin: LinesOrigin, openStage: OpenStage) {
    this.lines = splitLines(plain);
    this.#origin = origin;
    this.#stage = openStage((detector, action, count) => this.#found.add({ detector, action, count }));
  }

  get records(): number {
    return this.lines.length;
  }

  get findings(): readonly FindingSum[] {
    return this.#sums.list();
  }

  async run(): Promise<void> {
    for (const [index, line] of this.lines.entries()) if (line !== undefined) await this.#take(index, line);
    await this.#flush();
  }

  async #take(index: number, bytes: Buffer): Promise<void> {
    const line = readStoredLine(bytes.subarray(0, -1));
    if (line === undefined) {
      throw new ScrubjayError(
        'SJ_FRAME_INVALID',
        `The object ${this.#origin.key} holds a line that is no record.`,
      );
    }
    const name = JSON.stringify([line.source.stream, line.source.partition, line.format]);
    const size = line.record.length + (line.attributes?.length ?? 0);
    if (this.#builder?.name !== name || !this.#builder.frames.hasRoomFor(size)) {
      await this.#flush();
      this.#builder = { name, frames: this.#open(line) };
    }
    // In the place of an offset the number of the line: by it what comes out is known again.
    this.#builder.frames.add(line.record, BigInt(index), line.timeMs, line.attributes);
    this.#stored.set(index, line);
  }

  #open({ source, format, observedMs }: StoredLine): FrameBuilder {
    const { stream, partition } = source;
    const { environment, service } = this.#origin;
    return new FrameBuilder({
      ...{ stream, partition, environment, service, format, schemaId: '' },
      ingestedAtMs: observedMs,
    });
  }

  async #flush(): Promise<void> {
    if (this.#builder === undefined) return;
    this.#found = new FindingSums();
    const frame = this.#builder.frames.build();
    this.#builder = undefined;
    const before = this.changed + this.discarded + this.withheld.length;
    const { frames, withheld } = await scrub(this.#stage, 1, [frame]);
    for (const scrubbed of frames) this.#keep(scrubbed);
    for (const [first] of withheld) if (first !== undefined) this.#withhold(first);
    for (const index of this.#stored.keys()) {
      this.lines[index] = undefined;
      this.discarded += 1;
    }
    this.#stored.clear();
    // A finding that left everything as it was has done nothing.
    const isChanged = this.changed + this.discarded + this.withheld.length > before;
    if (isChanged) for (const finding of this.#found.list()) this.#sums.add(finding);
  }

  #keep(frame: Frame): void {
    frame.offsets.forEach((index, at) => {
      const line = this.#takeStored(index);
      const record = recordAt(frame, at);
      const attributes = attributesAt(frame, at);
      if (line.record.equals(record) && isSame(line.attributes, attributes)) return;
      const changed = rewriteLine(line, { record, attributes, fingerprint: frame.rulesetFingerprint });
      this.lines[index] = Buffer.concat([changed, Buffer.of(newline)]);
      this.changed += 1;
    });
  }

  #withhold({ offsets, quarantine, rulesetFingerprint }: Frame): void {
    const index = offsets[0] ?? -1;
    const reason = quarantine?.reason ?? 'internal_error';
    const { environment, service } = this.#origin;
    const facts = { reason, environment, service, fingerprint: rulesetFingerprint };
    this.withheld.push({ index, reason, frames: toQuarantine(this.#takeStored(index), facts) });
    this.lines[index] = undefined;
  }

  /** What comes out once more than it went in, or never went in, is a fault of ours. */
  #takeStored(index: number): StoredLine {
    const line = this.#stored.get(index);
    if (line === undefined) throw new ScrubjayError('SJ_INTERNAL', 'The redactor gave back another record.');
    this.#stored.delete(index);
    return line;
  }
}

function splitLines(plain: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < plain.length;) {
    const found = plain.indexOf(newline, start);
    const end = found < 0 ? plain.length : found + 1;
    lines.push(
      found < 0 ? Buffer.concat([plain.subarray(start), Buffer.of(newline)]) : plain.subarray(start, end),
    );
    start = end;
  }
  return lines;
}

function isSame(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}
