import type { Buffer } from 'node:buffer';
import RE2 from 're2';
import { characterClass, endOfGroup, skipOne } from './pattern-text.js';

const edge = /^(?:\\b|[$^])$/;

/**
 * What a part tries first, where that needs no automaton: `(?:^|[^0-9]|…)`, `(?:[^0-9]|$)`, `(?:\b|_)`.
 */
export class FirstChoice {
  readonly #edge: string;
  /** 1 for the ASCII characters of the class that is tried next. */
  readonly #isInClass: Uint8Array;

  constructor(edgeSource: string, isInClass: Uint8Array) {
    this.#edge = edgeSource;
    this.#isInClass = isInClass;
  }

  /** -1 if it is not one of the first choices that is taken. */
  endOf(text: Buffer, at: number): number {
    if (this.#edge !== '' && this.#isAtEdge(text, at)) return at;
    return at < text.length && this.#isInClass[text[at] as number] === 1 ? at + 1 : -1;
  }

  #isAtEdge(text: Buffer, at: number): boolean {
    if (this.#edge === '^') return at === 0;
    if (this.#edge === '$') return at === text.length;
    return isWord(text[at - 1]) !== isWord(text[at]);
  }
}

function isWord(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === 0x5f;
}

/** The choices of a part that is one group of them; undefined if it is something else. */
function choicesOf(source: string): string[] | undefined {
  if (!source.startsWith('(?:') || endOfGroup(source, 0) !== source.length) return undefined;
  const choices: string[] = [];
  let from = 3;
  for (let at = from; at < source.length;) {
    const char = source.charAt(at);
    if (char === '|' || at === source.length - 1) {
      choices.push(source.slice(from, at));
      from = at + 1;
    }
    at = char === '(' ? endOfGroup(source, at) : skipOne(source, at);
  }
  return choices;
}

/** `flags`: those that stand in front of the pattern, `(?i)`. */
export function firstChoiceOf(flags: string, source: string): FirstChoice | undefined {
  // With (?m) the edges are those of lines.
  if (flags.includes('m')) return undefined;
  const [first = '', second = ''] = choicesOf(source) ?? [];
  const isEdge = edge.test(first);
  const next = isEdge ? second : first;
  const isClass = characterClass.exec(next)?.[0] === next && next !== '';
  if (!isEdge && !isClass) return undefined;
  const isInClass = new Uint8Array(256);
  if (isClass) {
    const one = new RE2(`${flags}${next}`);
    for (let code = 0; code < 0x80; code += 1) if (one.test(String.fromCharCode(code))) isInClass[code] = 1;
  }
  return new FirstChoice(isEdge ? first : '', isInClass);
}
