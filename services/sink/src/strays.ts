import type { LineBuffer } from '@scrubjay/frame';
import { memberBytes, type ObjectBuilder } from './object-builder.js';

/** Lines of one hour within the buffer, in stretches with one time of custody each: start, end, custody, lines. */
interface Hour {
  bytes: number;
  readonly stretches: number[];
}

const stretchFields = 4;

/**
 * Lines of one service whose hour is long over, or lies ahead. A handful for each of very many hours would make as
 * many tiny objects: they go to one object together, but for hours with enough of them for an object of their own.
 */
export class Strays {
  readonly lines: LineBuffer;
  readonly #hours = new Map<number, Hour>();

  /** `lines` is empty, and belongs to these strays until they were taken. */
  constructor(lines: LineBuffer) {
    this.lines = lines;
  }

  /** Hours of the lines that are left, ascending. */
  get hours(): readonly number[] {
    return [...this.#hours.keys()].sort((a, b) => a - b);
  }

  /** Says that a line of this hour was written behind `start`. */
  count(hour: number, start: number, ingestedAtMs: number): void {
    const known = this.#hours.get(hour) ?? { bytes: 0, stretches: [] };
    this.#hours.set(hour, known);
    const { stretches } = known;
    const end = this.lines.length;
    known.bytes += end - start;
    const last = stretches.length - stretchFields;
    if (stretches[last + 1] === start && stretches[last + 2] === ingestedAtMs) {
      stretches[last + 1] = end;
      stretches[last + 3] = (stretches[last + 3] ?? 0) + 1;
    } else {
      stretches.push(start, end, ingestedAtMs, 1);
    }
  }

  /** Whether this hour has enough lines for an object of its own. */
  isEnough(hour: number): boolean {
    return (this.#hours.get(hour)?.bytes ?? 0) >= memberBytes;
  }

  /** Puts the lines of an hour into an object, in their order, and forgets them. */
  moveTo(object: ObjectBuilder, hour: number): void {
    const stretches = this.#hours.get(hour)?.stretches ?? [];
    for (let at = 0; at < stretches.length; at += stretchFields) {
      const [start, end, ingestedAtMs = 0, lines = 0] = stretches.slice(at, at + stretchFields);
      object.lines.append(this.lines.content().subarray(start, end));
      for (let line = 0; line < lines; line += 1) object.count(ingestedAtMs);
    }
    this.#hours.delete(hour);
  }
}
