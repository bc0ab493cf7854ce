import { Buffer } from 'node:buffer';
import type { CompiledDetector } from '../compile/ruleset.js';
import type { RedactContext } from '../types.js';
import { nothing } from './edits.js';
import { pseudonymOf } from './replacement.js';
import { generation, ValueCache } from './value-cache.js';

/** The longest value that is kept. Bytes. */
const longestValue = 128;

/**
 * The pseudonyms of the values that were met last, for a log names the same few users and addresses again and again.
 * Holds content, in memory only: two generations, and none beyond the key, epoch and tenant that it was made for.
 */
export class Pseudonyms {
  #context: WeakRef<RedactContext> | undefined;
  /** What that context makes of nothing: another key, epoch or tenant makes something else of it. */
  #probe = '';
  #recent = new ValueCache();
  #older = new ValueCache();

  /** What stands for the value `bytes[from, to)`. The buffer is shared: it must not be written to. */
  get(
    { id, label }: CompiledDetector,
    bytes: Buffer,
    context: RedactContext,
    from = 0,
    to = bytes.length,
  ): Buffer {
    const isKept = to - from <= longestValue;
    if (isKept) {
      if (this.#context?.deref() !== context) this.#enter(context);
      const known = this.#recent.get(id, bytes, from, to);
      if (known !== undefined) return known;
    }
    const older = isKept ? this.#older.get(id, bytes, from, to) : undefined;
    const made = older ?? Buffer.from(pseudonymOf(id, label, bytes.subarray(from, to), context));
    if (isKept) this.#keep(id, bytes, from, to, made);
    return made;
  }

  #keep(id: string, bytes: Buffer, from: number, to: number, made: Buffer): void {
    if (this.#recent.size >= generation) {
      const oldest = this.#older;
      this.#older = this.#recent;
      oldest.clear();
      this.#recent = oldest;
    }
    this.#recent.add(id, bytes, from, to, made);
  }

  #enter(context: RedactContext): void {
    this.#context = new WeakRef(context);
    const probe = pseudonymOf('', '', nothing, context);
    if (probe === this.#probe) return;
    this.#probe = probe;
    this.#recent.clear();
    this.#older.clear();
  }
}
