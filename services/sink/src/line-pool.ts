import { LineBuffer } from '@scrubjay/frame';

/** A batch's worth of objects. */
const maxSpare = 16;
/** A buffer that one rare frame made larger than this is not kept. */
const maxSpareBytes = 4_194_304;

/** Buffers that objects gather their lines in, used again: making them anew costs more than filling them. */
export class LinePool {
  readonly #spare: LineBuffer[] = [];

  take(): LineBuffer {
    return this.#spare.pop() ?? new LineBuffer();
  }

  give(lines: LineBuffer): void {
    lines.clear();
    if (this.#spare.length < maxSpare && lines.bytes.length <= maxSpareBytes) this.#spare.push(lines);
  }
}
