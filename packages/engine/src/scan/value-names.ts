import { tokenKind } from '../formats/json-tokens.js';
import { keyRole } from './key-role.js';
import type { RecordKeys } from './record-keys.js';
import type { RecordScan } from './record-scan.js';

/**
 * More names than this for one value are no list of names and values, and the work would grow with their square. An object
 * without a value may have any number of them.
 */
const maxNames = 8;
const hasValue = 0x80;

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
  read({ tokens }: RecordScan, keys: RecordKeys): 'none' | 'some' | 'scan_budget' {
    if ((keys.roles & keyRole.value) === 0 || (keys.roles & keyRole.name) === 0) return 'none';
    const { count, kinds, parents } = tokens;
    this.#reset(count);
    let outcome: 'none' | 'some' = 'none';
    for (let token = 0; token < count; token += 1) {
      if (kinds[token] !== tokenKind.key) continue;
      const { role } = keys.at(token);
      const object = parents[token] as number;
      if (role === keyRole.value) this.#members[object] = (this.#members[object] as number) | hasValue;
      else if (role === keyRole.name && kinds[token + 1] === tokenKind.string)
        this.#addName(object, token + 1);
      else continue;
      const members = this.#members[object] as number;
      if (members > hasValue) outcome = 'some';
      if (members > hasValue + maxNames) return 'scan_budget';
    }
    return outcome;
  }

  /** The last of the strings that name the value of an object, whose names were read; -1 if there is none. */
  lastNameIn(object: number): number {
    return this.#names[object] as number;
  }

  /** One more name for the same value, or -1. */
  nameBefore(name: number): number {
    return this.#names[name] as number;
  }

  #addName(object: number, name: number): void {
    this.#names[name] = this.#names[object] as number;
    this.#names[object] = name;
    const members = this.#members[object] as number;
    if ((members & ~hasValue) <= maxNames) this.#members[object] = members + 1;
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
