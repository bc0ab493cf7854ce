import type { Buffer } from 'node:buffer';
import type { CompiledPattern } from '../compile/compile-pattern.js';
import { unknown } from '../confirm/lazy-automaton.js';
import { Begins } from './begins.js';

/** A match in a text and the value in it, which may be empty. Offsets count bytes of the text. */
export interface PatternMatch {
  start: number;
  from: number;
  to: number;
  end: number;
}

/** Where matches may begin in the unit that is being searched. */
export const begins = new Begins();

/** How a match is found: the first at or behind `at`; false if there is none. */
export type FindMatch = typeof findMatch;

/** As `findMatch`, by RE2 alone, which builds an object for each match and takes ten times as long: the reference. */
export function askPattern(
  { regex, hasValueGroup }: CompiledPattern,
  text: Buffer,
  at: number,
  into: PatternMatch,
): boolean {
  regex.lastIndex = at;
  const match = regex.exec(text);
  if (match === null) return false;
  into.start = match.index;
  into.end = match.index + match[0].length;
  // A value group that took no part in the match leaves the whole match as the finding.
  const value = hasValueGroup ? match.indices?.groups?.['value'] : undefined;
  into.from = value?.[0] ?? into.start;
  into.to = value?.[1] ?? into.end;
  return true;
}

/** Where the first match at or behind `at` begins; -1 if there is none, -2 if only `exec` can tell. */
function askStart({ regex }: CompiledPattern, text: Buffer, at: number): number {
  if (at === 0) return regex.search(text);
  regex.lastIndex = at;
  return at < text.length && regex.test(text) ? unknown : -1;
}

/** Where the match ends that begins at `start`; -2 if only `exec` can tell. */
function findEnd({ regex, search }: CompiledPattern, text: Buffer, start: number): number {
  const end = search.endOf(text, start);
  if (end >= 0) return end;
  regex.lastIndex = start;
  return regex.test(text) ? regex.lastIndex : unknown;
}

/** Reads the match that begins at `start`. False if only `exec` can tell. */
function readMatch(pattern: CompiledPattern, text: Buffer, start: number, into: PatternMatch): boolean {
  into.start = into.from = start;
  const { parts } = pattern;
  if (!pattern.hasValueGroup) {
    into.to = into.end = findEnd(pattern, text, start);
    return into.end >= 0;
  }
  if (parts === undefined) return false;
  const { before, value, behind } = parts;
  const from = before === undefined ? start : before.endOf(text, start);
  if (from < 0) return false;
  const to = value.endOf(text, from);
  if (to < 0) return false;
  into.from = from;
  into.to = to;
  into.end = behind === undefined ? to : behind.endOf(text, to);
  return into.end >= 0;
}

/** Finds the first match at or behind `at`, which begins at `start` if that is known; false if there is none. */
function findAt(
  pattern: CompiledPattern,
  text: Buffer,
  at: number,
  known: number,
  into: PatternMatch,
): boolean {
  const start = known === unknown ? askStart(pattern, text, at) : known;
  if (start === -1) return false;
  if (start < 0) return askPattern(pattern, text, at, into);
  // No match begins before it.
  return readMatch(pattern, text, start, into) || askPattern(pattern, text, start, into);
}

/** Finds the first match at or behind `at`; false if there is none. */
export function findMatch(pattern: CompiledPattern, text: Buffer, at: number, into: PatternMatch): boolean {
  const start = pattern.search.find(text, 0, text.length, at, text.length);
  return findAt(pattern, text, at, start, into);
}

/** As `findMatch`, in the unit that `begins` was opened for with this pattern. */
export function findWithin(pattern: CompiledPattern, text: Buffer, at: number, into: PatternMatch): boolean {
  return findAt(pattern, text, at, begins.find(at), into);
}
