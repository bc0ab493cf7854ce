import type { Program } from '../compile/ruleset.js';
import { splitKey } from '../compile/key-table.js';
import { Buffer } from 'node:buffer';
import {
  alternate,
  beyondAscii,
  byteSet,
  bytes,
  bytesIn,
  concat,
  literal,
  repeat,
  type ByteNode,
} from './byte-tree.js';
import { NameTree, noAlnum } from './name-tree.js';
import type { Positions } from './positions.js';

const letters = bytesIn('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const digits = bytesIn('0123456789');
const lettersAndMore = byteSet([...Buffer.from('_:'), ...indexesOf(letters), ...indexesOf(beyondAscii)]);

function indexesOf(set: Uint8Array): number[] {
  return [...set.keys()].filter((byte) => set[byte] === 1);
}

/** What may stand between the letters of a key, and at its end. */
const gapInKey = ' ._-[]$@';
const inKey = byteSet([
  ...Buffer.from(gapInKey),
  ...indexesOf(letters),
  ...indexesOf(digits),
  ...indexesOf(beyondAscii),
]);
const besideIndex = bytes(bytesIn('.[]'));

/**
 * A start tag of XML, the name of a part of a form, a path with the index of a list within: there keys are looked for in any
 * case.
 */
const otherForms = alternate([
  concat([bytes(bytesIn('<')), bytes(lettersAndMore)]),
  literal(Buffer.from('form-data'), true),
  concat([
    bytes(inKey),
    besideIndex,
    repeat(bytes(digits), 1, Infinity),
    besideIndex,
    repeat(bytes(bytesIn(gapInKey)), 0, Infinity),
    bytes(byteSet([...indexesOf(letters), ...indexesOf(beyondAscii)])),
  ]),
]);
/** A name in JSON that is written with escapes stands alone in its line once it is decoded. */
const aroundText = bytes(bytesIn('"\n'));
/** `{"name":"email","value":…}` */
const valueWord = concat([aroundText, literal(Buffer.from('value'), true), aroundText]);

/** What may follow a name that stands before a value, and a name that is a text in JSON. */
const gap = bytes(bytesIn('_ .-[]"\'`\\ \t\r\n'));
const index = concat([besideIndex, repeat(bytes(digits), 1, Infinity)]);
const beforeValue = concat([repeat(alternate([gap, index]), 0, Infinity), bytes(bytesIn('=:\n'))]);
const asParent = bytes(noAlnum);

/**
 * Adds the factors of all names that detectors act on. Of each list that is returned one factor is met, or all of them
 * where it has two, by any record in which a detector acts on a name, or by what was decoded of it.
 */
export function addKeyFactors(positions: Positions, program: Program, nextFactor: number): KeyFactors {
  return new KeyFactorBuilder(positions, nextFactor).build(program);
}

/** Alternatives: where a record meets all factors of one of them, keys must be looked for in it. */
export interface KeyFactors {
  readonly alternatives: readonly (readonly number[])[];
  readonly nextFactor: number;
}

class KeyFactorBuilder {
  readonly #positions: Positions;
  readonly #tree: NameTree;
  readonly #alternatives: number[][] = [];
  readonly #asValue = new Map<string, number>();
  readonly #asText = new Map<string, number>();
  readonly #asParent = new Map<string, number>();
  #next: number;
  #value = 0;

  constructor(positions: Positions, nextFactor: number) {
    this.#positions = positions;
    this.#tree = new NameTree(positions);
    this.#next = nextFactor;
  }

  build({ detectors }: Program): KeyFactors {
    const keys = detectors.flatMap(({ detector }) => [...detector.keys, ...detector.weakKeys]).map(splitKey);
    const isFree = (key: readonly string[]): boolean => key.slice(0, -1).every((name) => name === '*');
    const free = new Set(keys.filter(isFree).map((key) => key.at(-1) as string));
    this.#alternatives.push([this.#add(otherForms)]);
    this.#value = this.#add(valueWord);
    this.#addFree(free);
    for (const key of keys) if (!isFree(key) && !free.has(key.at(-1) as string)) this.#addBound(key);
    return { alternatives: this.#alternatives, nextFactor: this.#next };
  }

  #add(node: ByteNode): number {
    const { first, last } = this.#positions.fragment(node);
    this.#positions.first.push(...first);
    this.#positions.accept(last, this.#next);
    return this.#next++;
  }

  /** Names that count wherever they stand. */
  #addFree(names: ReadonlySet<string>): void {
    if (names.size === 0) return;
    const ends = [...names].flatMap((name) => this.#tree.add(name));
    this.#alternatives.push([this.#end(ends, beforeValue)], [this.#end(ends, aroundText), this.#value]);
  }

  /** A name that counts below others. */
  #addBound(key: readonly string[]): void {
    const parents = key.slice(0, -1).filter((name) => name !== '*');
    const last = key.at(-1) as string;
    const parent = this.#known(this.#asParent, parents.at(-1) as string, asParent);
    this.#alternatives.push([this.#known(this.#asValue, last, beforeValue), parent]);
    this.#alternatives.push([this.#known(this.#asText, last, aroundText), parent, this.#value]);
  }

  #known(factors: Map<string, number>, name: string, tail: ByteNode): number {
    let factor = factors.get(name);
    if (factor === undefined) {
      factor = this.#end(this.#tree.add(name), tail);
      factors.set(name, factor);
    }
    return factor;
  }

  /** The factor of names that end here and are followed by `tail`. */
  #end(ends: readonly number[], tail: ByteNode): number {
    const { first, last } = this.#positions.fragment(tail);
    this.#positions.link(ends, first);
    this.#positions.accept(last, this.#next);
    return this.#next++;
  }
}
