import type { DecodedString } from '../formats/json-string.js';
import { tokenKind } from '../formats/json-tokens.js';
import type { RecordScan } from './record-scan.js';

/** More names than this for one value are no name/value pair, and would make the work grow with their square. */
const maxNames = 8;

/** Containers that OTLP/JSON puts between a name and the values below it. */
const wrappers = new Set(['kvlistvalue', 'kvlist_value', 'values']);

/**
 * Which objects of a record name their own member `value` by a text in another member, `key` or `name`: OTLP
 * attributes, AWS tags, HAR headers. In any case of letters, in any order; a repeated member counts each time, since
 * readers differ in which one they take.
 */
export class ValueNames {
  /** By object token: the key token of its latest name, or -1; by such a key token, the one before it. */
  #latest = new Int32Array(256);
  #earlier = new Int32Array(256);
  #counts = new Uint8Array(256);

  /** Reads the complete tokens of `scan`. `pairs`: some value has a name. Over budget: `scan_budget`. */
  read(scan: RecordScan): 'none' | 'pairs' | 'scan_budget' {
    const { tokens } = scan;
    this.#reset(tokens.count);
    let hasValue = false;
    let hasName = false;
    for (let token = 0; token < tokens.count; token += 1) {
      if (tokens.kinds[token] !== tokenKind.key) continue;
      const length = (tokens.ends[token] as number) - (tokens.starts[token] as number);
      // All others cost this comparison only: `key` is the shortest, `value` with nothing but escapes the longest.
      if (length < 3 || length > 30) continue;
      const word = wordAt(scan, token);
      if (word === 'value') hasValue = true;
      if ((word !== 'key' && word !== 'name') || tokens.kinds[token + 1] !== tokenKind.string) continue;
      const object = tokens.parents[token] as number;
      this.#counts[object] = (this.#counts[object] as number) + 1;
      if (this.#counts[object] === maxNames + 1) return 'scan_budget';
      this.#earlier[token] = this.#latest[object] as number;
      this.#latest[object] = token;
      hasName = true;
    }
    return hasValue && hasName ? 'pairs' : 'none';
  }

  /** The string token with the latest name of the value behind `key`, or -1. */
  first(scan: RecordScan, key: number): number {
    if (wordAt(scan, key) !== 'value') return -1;
    return stringBehind(this.#latest[scan.tokens.parents[key] as number] as number);
  }

  /** The name before `name` in the same object, or -1. */
  next(name: number): number {
    return stringBehind(this.#earlier[name - 1] as number);
  }

  /** Whether a key below a named value only wraps what belongs to the name. */
  isWrapper(scan: RecordScan, key: number): boolean {
    return wrappers.has(wordAt(scan, key));
  }

  #reset(count: number): void {
    if (count > this.#latest.length) {
      this.#latest = new Int32Array(count * 2);
      this.#earlier = new Int32Array(count * 2);
      this.#counts = new Uint8Array(count * 2);
    }
    this.#latest.fill(-1, 0, count);
    this.#counts.fill(0, 0, count);
  }
}
