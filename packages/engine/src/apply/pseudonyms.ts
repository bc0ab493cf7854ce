import { Buffer } from 'node:buffer';
import type { CompiledDetector } from '../compile/ruleset.js';
import type { RedactContext } from '../types.js';
import { nothing } from './edits.js';
import { pseudonymOf } from './replacement.js';

/** Values of one generation, and the longest that is kept. Bytes. */
const generation = 2048;
const longestValue = 128;

/**
 * The pseudonyms of the values that were met last, for a log names the same few users and addresses again and again.
 * Holds content, in memory only: two generations, and none beyond the key, epoch and tenant that it was made for.
 */
export class Pseudonyms {
  #context: WeakRef<RedactContext> | undefined;
  /** What that context makes of nothing: another key, epoch or tenant makes something else of it. */
  #probe = '';
  #recent = new Map<string, Buffer>();
  #older = new Map<string, Buffer>();

  /** What stands for a value. The buffer is shared: it must not be written to. */
  get({ id, label }: CompiledDetector, value: Buffer, context: RedactContext): Buffer {
    if (value.length > longestValue) return Buffer.from(pseudonymOf(id, label, value, context));
    if (this.#context?.deref() !== context) this.#enter(context);
    const key = `${id}\0${value.toString('latin1')}`;
    const known = this.#recent.get(key);
    if (known !== undefined) return known;
    const made = this.#older.get(key) ?? Buffer.from(pseudonymOf(id, label, value, context));
    if (this.#recent.size >= generation) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(key, made);
    return made;
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
