import type { Buffer } from 'node:buffer';
import RE2 from 're2';
import { unknown, type LazyAutomaton } from '../confirm/lazy-automaton.js';
import { automatonOf } from '../confirm/pattern-search.js';
import { endOfGroup, skipOne } from './pattern-text.js';

/** One of the parts that a pattern with a value group consists of: what is before the value, the value, what is behind. */
export class PatternPart {
  readonly #source: string;
  #automaton: LazyAutomaton | undefined;
  #regex: RE2 | undefined;
  #isReady = false;

  constructor(flags: string, source: string) {
    this.#source = flags + source;
  }

  /** Where the part ends that begins at `at`, the way that it likes best; -1 if it does not match there. */
  endOf(text: Buffer, at: number): number {
    if (!this.#isReady) {
      this.#isReady = true;
      this.#automaton = automatonOf(this.#source);
    }
    const end = this.#automaton === undefined ? unknown : this.#automaton.endOf(text, 0, text.length, at);
    if (end !== unknown) return end;
    this.#regex ??= new RE2(this.#source, 'y');
    this.#regex.lastIndex = at;
    return this.#regex.test(text) ? this.#regex.lastIndex : -1;
  }
}

/**
 * The parts of a pattern, each to be asked where the one before it ended. A part goes the way that it likes best; if
 * what follows matches behind it, the whole pattern has matched in the same way. If not, only the pattern itself can tell
 * where its value stands.
 */
export interface PatternParts {
  /** Undefined where it matches without a character: the value begins where the match does. */
  readonly before: PatternPart | undefined;
  /** The value; with what must follow it, if that matches without a character. */
  readonly value: PatternPart;
  /** Undefined where it matches without a character: the value ends where the match does. */
  readonly behind: PatternPart | undefined;
}

/** `(?i)` and the like at the front: they hold for all parts. */
const leadingFlags = /^(?:\(\?[a-zA-Z-]+\))?/;
const valueGroup = /^\(\?P?<value>/;
/** Flags that hold from here on for the rest of the pattern. */
const flagGroup = /^\(\?[a-zA-Z-]+\)/;
const withoutCharacter = /^(?:\\[bBAz]|[$^]|\(\?:(?:\\[bBAz]|[$^])?(?:\|(?:\\[bBAz]|[$^])?)*\))*$/;

/** Where the value group stands, if it is one of several parts that follow each other; otherwise undefined. */
function findGroup(
  source: string,
  begin: number,
): { readonly from: number; readonly to: number } | undefined {
  let found: { from: number; to: number } | undefined;
  for (let at = begin; at < source.length;) {
    const rest = source.slice(at);
    if (rest.startsWith('|') || flagGroup.test(rest)) return undefined;
    if (!rest.startsWith('(')) {
      at = skipOne(source, at);
      continue;
    }
    const end = endOfGroup(source, at);
    if (end < 0) return undefined;
    if (valueGroup.test(rest)) found = { from: at, to: end };
    at = end;
  }
  const next = found === undefined ? '' : source.charAt(found.to);
  return next !== '' && '*+?{'.includes(next) ? undefined : found;
}

/** The parts of a valid pattern, ready to search Buffers; undefined if it cannot be taken apart. */
export function partsOf(source: string): PatternParts | undefined {
  if (source.includes('\\Q')) return undefined;
  const flags = leadingFlags.exec(source)?.[0] ?? '';
  const group = findGroup(source, flags.length);
  if (group === undefined) return undefined;
  const before = source.slice(flags.length, group.from);
  const behind = source.slice(group.to);
  const value = source.slice(group.from, group.to).replace(valueGroup, '(?:');
  const isApart = withoutCharacter.test(behind);
  return Object.freeze({
    before: withoutCharacter.test(before) ? undefined : new PatternPart(flags, before),
    value: new PatternPart(flags, isApart ? value + behind : value),
    behind: isApart ? undefined : new PatternPart(flags, behind),
  });
}
