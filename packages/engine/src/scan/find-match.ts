import type { Buffer } from 'node:buffer';
import type { CompiledPattern } from '../compile/compile-pattern.js';

/** A match in a text and the value in it, which may be empty. Offsets count bytes of the text. */
export interface PatternMatch {
  start: number;
  from: number;
  to: number;
  end: number;
}

/** Asks the pattern itself, which builds an object for each match and takes ten times as long. */
function askPattern(
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

/** Where the first match at or behind `at` begins; -1 if there is none, -2 if only the pattern itself can tell. */
function findStart({ regex }: CompiledPattern, text: Buffer, at: number): number {
  if (at === 0) return regex.search(text);
  regex.lastIndex = at;
  if (at >= text.length || !regex.test(text)) return -1;
  // The byte before decides whether a word begins here, and nothing further away does.
  const start = regex.search(text.subarray(at - 1));
  return start < 1 ? -2 : at - 1 + start;
}

/** Reads the match that begins at `start`. False if only the pattern itself can tell. */
function readMatch(
  { regex, parts, hasValueGroup }: CompiledPattern,
  text: Buffer,
  start: number,
  into: PatternMatch,
): boolean {
  into.start = into.from = start;
  if (!hasValueGroup) {
    regex.lastIndex = start;
    if (!regex.test(text)) return false;
    into.to = into.end = regex.lastIndex;
    return true;
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

/** Finds the first match at or behind `at`; false if there is none. */
export function findMatch(pattern: CompiledPattern, text: Buffer, at: number, into: PatternMatch): boolean {
  const start = findStart(pattern, text, at);
  if (start === -1) return false;
  if (start >= 0 && readMatch(pattern, text, start, into)) return true;
  return askPattern(pattern, text, at, into);
}
