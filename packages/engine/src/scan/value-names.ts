import { tokenKind } from '../formats/json-tokens.js';
import type { RecordScan } from './record-scan.js';

/**
 * More names than this for one value are no list of names and values, and the work would grow with their square. An object
 * without a value may have any number of them.
 */
const maxNames = 8;
const hasValue = 0x80;

/** Containers that OTLP/JSON puts between an attribute's name and the names below it. */
const wrappers = new Set(['kvlistvalue', 'kvlist_value', 'values']);

/**
 * Which objects of a record name their own member `value` by a text in another, `key` or `name`: OTLP attributes, AWS
 * tags, HAR headers. In any order and case of letters. Of a repeated member each counts: readers differ in which one
 * they take.
 */
export class ValueNames {
  /** By token of an object: how many names it has, one too many standing for all beyond, and whether it has a value. */
  #members = new Uint8Array(256);
  /** By token of an object: the string token of its last name, or -1; by that token, the one before it. */
  #names = new Int32Array(256);

  /** Reads the complete tokens of `scan`: whether any value has a name, or why the record must be withheld. */
  read(scan: RecordScan): 'none' | 'some' | 'scan_budget' {
    const { tokens } = scan;
    this.#reset(tokens.count);
    let outcome: 'none' | 'some' = 'none';
    for (let token = 0; token < tokens.count; token += 1) {
      if (tokens.kinds[token] !== tokenKind.key || !mayBeMember(scan, token)) continue;
      const object = tokens.parents[token] as number;
      const word = wordAt(scan, token);
      if (word === 'value') this.#members[object] = (this.#members[object] as number) | hasValue;
      else if ((word === 'key' || word === 'name') && tokens.kinds[token + 1] === tokenKind.string) {
        this.#names[token + 1] = this.#names[object] as number;
        this.#names[object] = token + 1;
        const members = this.#members[object] as number;
        if ((members & ~hasValue) <= maxNames) this.#members[object] = members + 1;
      } else continue;
      const members = this.#members[object] as number;
      if (members > hasValue) outcome = 'some';
      if (members > hasValue + maxNames) return 'scan_budget';
    }
    return outcome;
  }

  /** The string token that holds a name for the value behind the key token `key`, or -1. */
  nameOf(scan: RecordScan, key: number): number {
    if (!mayBeMember(scan, key) || wordAt(scan, key) !== 'value') return -1;
    return this.#names[scan.tokens.parents[key] as number] as number;
  }

  /** One more name for the same value, or -1. */
  nameBefore(name: number): number {
    return this.#names[name] as number;
  }

  /** Whether a key below a named value adds nothing to the name. */
  isWrapper(scan: RecordScan, key: number): boolean {
    return wrappers.has(wordAt(scan, key));
  }

  #reset(count: number): void {
    if (count > this.#names.length) {
      this.#names = new Int32Array(count * 2);
      this.#members = new Uint8Array(count * 2);
    }
    this.#names.fill(-1, 0, count);
    this.#members.fill(0, 0, count);
  }
}

/** Rules out nearly all keys by their length and first letter: the rest is spelt out. */
function mayBeMember(scan: RecordScan, key: number): boolean {
  const { textInPool, textStarts, textEnds } = scan.tokens;
  const start = textStarts[key] as number;
  const length = (textEnds[key] as number) - start;
  if (length < 3 || length > 5) return false;
  const first = (scan.source(textInPool[key]).bytes[start] as number) | 0x20;
  return first === 0x6b || first === 0x6e || first === 0x76;
}

/** A key in lower case. */
function wordAt(scan: RecordScan, key: number): string {
  const { textInPool, textStarts, textEnds } = scan.tokens;
  const { bytes } = scan.source(textInPool[key]);
  return bytes.toString('latin1', textStarts[key], textEnds[key]).toLowerCase();
}
