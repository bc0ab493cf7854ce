import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { compileRuleset } from '../../src/compile/compile-ruleset.js';
import { programOf, type Program } from '../../src/compile/ruleset.js';
import type { ByteNode } from '../../src/prefilter/byte-tree.js';
import type { CharSet } from '../../src/prefilter/char-set.js';
import { LazyAutomaton } from '../../src/prefilter/lazy-automaton.js';
import { Positions } from '../../src/prefilter/positions.js';
import type { PatternNode } from '../../src/prefilter/read-pattern.js';

/** The packs that are shipped. */
export function shippedProgram(): Program {
  const folder = new URL('../../../../rules/', import.meta.url);
  const packs = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') }));
  return programOf(compileRuleset({ packs }));
}

/** Finds factors one by one, where a group would find them together. */
export class FactorFinder {
  readonly #automaton: LazyAutomaton;
  readonly #count: number;

  constructor(nodes: readonly ByteNode[]) {
    const positions = new Positions();
    positions.addAll(nodes);
    this.#automaton = new LazyAutomaton(positions);
    this.#count = nodes.length;
  }

  /** By factor, the places of the last byte of each occurrence. A newline stands before the text. */
  find(text: Buffer): number[][] {
    const found: number[][] = Array.from({ length: this.#count }, () => []);
    let state = 0;
    text.forEach((byte, at) => {
      state = this.#automaton.next(state, this.#automaton.classes[byte] ?? -1);
      const accept = this.#automaton.acceptOf(state);
      if (accept >= 0) for (const factor of this.#automaton.accepts[accept] ?? []) found[factor]?.push(at);
    });
    return found;
  }
}

/** Numbers that stand for choices, one after the other, again and again. */
export class Choices {
  readonly #tape: readonly number[];
  #at = 0;

  constructor(tape: readonly number[]) {
    this.#tape = tape;
  }

  /** A number below `count`. */
  below(count: number): number {
    const number = this.#tape[this.#at % this.#tape.length] ?? 0;
    this.#at += 1;
    return number % count;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

const beyondAscii = ['é', 'É', 'ß', '–', 'ƀ', '中', '\u00a0', '😀', 'ſ', '\u212a'];
/** Copies beyond the least that a repetition has. */
const mostMore = 20;

function characterIn({ ascii, others }: CharSet, choices: Choices): string {
  const codes = [...ascii];
  const beyond = others === undefined ? beyondAscii : others.map((code) => String.fromCodePoint(code));
  // What a set holds beyond ASCII is rare in logs, and so here, where there is something else.
  if (codes.length === 0 || (beyond.length > 0 && choices.below(8) === 0)) return choices.of(beyond);
  return String.fromCharCode(choices.of(codes));
}

/** A text that the pattern may well match. */
export function writeText(node: PatternNode, choices: Choices): string {
  switch (node.kind) {
    case 'place':
      return '';
    case 'set':
      return characterIn(node.set, choices);
    case 'concat':
      return node.parts.map((part) => writeText(part, choices)).join('');
    case 'alternate':
      return writeText(choices.of(node.branches), choices);
    case 'repeat': {
      const more = Math.min(mostMore, node.most - node.least);
      const count = node.least + (choices.below(2) === 0 ? 0 : choices.below(more + 1));
      return Array.from({ length: count }, () => writeText(node.of, choices)).join('');
    }
  }
}

/** What may stand before a text that is searched, up to the begin of what is looked through, and behind it. */
export const befores = [
  '',
  'another record\n',
  '\ufeff',
  '"',
  '{"a":"',
  '{"abc,123:[":"',
  '["0123456789","AAAA","',
  '[1, 2,3,12,',
  '[1,2,3,4.5,-6,',
  '{"a": ',
  '{"a":\t',
  'x\r\n',
];
export const behinds = ['\n', '"', '","b":"12"}', ',1,2]', ']', '}', ' }', '\t,', '\r\n', '\n\n'];

const folded = /[\u017f\u212a]/;

/** Beside these letters nothing is ruled out. */
export function holdsFolded(text: string): boolean {
  return folded.test(text);
}

/** Factors that do not end in the text between `before` and `behind`, or at the byte right behind it. */
export function missedIn(finder: FactorFinder, before: string, text: string, behind: string): number[] {
  const start = Buffer.byteLength(before);
  const end = start + Buffer.byteLength(text);
  const found = finder.find(Buffer.from(before + text + behind));
  return [...found.keys()].filter((factor) => !found[factor]?.some((last) => last >= start && last <= end));
}
