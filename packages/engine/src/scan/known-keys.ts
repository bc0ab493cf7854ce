import { Buffer } from 'node:buffer';
import type { KeyNames, KeyTable } from '../compile/key-table.js';
import { roleOf } from './key-role.js';

/** What a JSON key says, however often it comes up. */
export interface KnownKey {
  readonly names: KeyNames;
  /** A bit of `keyRole`, or 0. */
  readonly role: number;
}

/** Keys that are remembered, a power of two. */
const slots = 2048;
/** Longest key that is remembered, in bytes. */
const longest = 40;

/** The same keys come in record after record: what each says is worked out once, as long as no other takes its place. */
export class KnownKeys<Owner> {
  readonly #table: KeyTable<Owner>;
  readonly #bytes = Buffer.alloc(slots * longest);
  readonly #lengths = new Uint8Array(slots);
  readonly #keys: KnownKey[];
  /** By the number that the JSON kernel gave a key, where this table was asked for it; nobody has the number 0. */
  readonly byNumber: (KnownKey | undefined)[] = [];
  #generation = 0;
  /** The empty key. */
  readonly none: KnownKey;

  constructor(table: KeyTable<Owner>) {
    this.#table = table;
    this.none = this.#read(this.#bytes, 0, 0);
    // No key of length 0 is looked for in a slot.
    this.#keys = Array.from({ length: slots }, () => this.none);
  }

  /** To be called before numbers of keys are taken from a record: those of the generation before mean nothing any more. */
  follow(generation: number): void {
    if (generation === this.#generation) return;
    this.#generation = generation;
    this.byNumber.length = 0;
  }

  /** Notes what the key says that has a number. */
  note(number: number, key: KnownKey): void {
    // Without gaps, which would make a slow list of it.
    while (this.byNumber.length <= number) this.byNumber.push(undefined);
    this.byNumber[number] = key;
  }

  /** What the key `bytes[start, end)` says, decoded. */
  find(bytes: Buffer, start: number, end: number): KnownKey {
    const length = end - start;
    if (length === 0 || length > longest) return this.#read(bytes, start, end);
    const slot = slotOf(bytes, start, length);
    const isKnown = this.#lengths[slot] === length && this.#isAt(slot * longest, bytes, start, end);
    return isKnown ? (this.#keys[slot] as KnownKey) : this.#learn(slot, bytes, start, end);
  }

  #isAt(place: number, bytes: Buffer, start: number, end: number): boolean {
    const known = this.#bytes;
    const shift = place - start;
    for (let at = start; at < end; at += 1) if (known[at + shift] !== bytes[at]) return false;
    return true;
  }

  #learn(slot: number, bytes: Buffer, start: number, end: number): KnownKey {
    const key = this.#read(bytes, start, end);
    bytes.copy(this.#bytes, slot * longest, start, end);
    this.#lengths[slot] = end - start;
    this.#keys[slot] = key;
    return key;
  }

  #read(bytes: Buffer, start: number, end: number): KnownKey {
    return { names: this.#table.read(bytes, start, end), role: roleOf(bytes, start, end) };
  }
}

/** A few of the bytes tell most keys apart; the rest are compared. */
function slotOf(bytes: Buffer, start: number, length: number): number {
  const quarter = length >> 2;
  const middle = bytes[start + (length >> 1)] as number;
  const last = bytes[start + length - 1] as number;
  const outer = (bytes[start] as number) | (middle << 8) | (last << 16) | (length << 24);
  const inner = (bytes[start + quarter] as number) | ((bytes[start + length - 1 - quarter] as number) << 8);
  const hash = Math.imul(outer, 0x9e3779b1) ^ Math.imul(inner, 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & (slots - 1);
}

const known = new WeakMap<KeyTable<unknown>, KnownKeys<unknown>>();

/** What is remembered of the keys that were looked up in `table`. */
export function knownKeysOf<Owner>(table: KeyTable<Owner>): KnownKeys<Owner> {
  let keys = known.get(table) as KnownKeys<Owner> | undefined;
  if (keys === undefined) {
    keys = new KnownKeys(table);
    known.set(table, keys);
  }
  return keys;
}
