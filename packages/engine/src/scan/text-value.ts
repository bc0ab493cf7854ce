import { Buffer } from 'node:buffer';
import {
  countBackslashes,
  skipBackslashes,
  isAlnum,
  isBlank,
  isKeyAhead,
  isLineEnd,
  isQuote,
} from './text-bytes.js';

/** How far a value without quotes goes. A header that is a list (`cookie`) goes on to the end of its line. */
export type ValueKind = 'word' | 'phrase' | 'line';

/** A value's span in the text; empty where there is none. */
export interface ValueSpan {
  from: number;
  to: number;
}

/** A table of bytes with 1 for those of `chars`. */
function tableOf(chars: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of Buffer.from(chars)) table[byte] = 1;
  return table;
}

const newlineLetters = tableOf('nrt');
const opener = tableOf('([{<');
const closer = tableOf(')]}>');
const delimiters = tableOf(',;|&');
/** What loggers write for a value that is not there. */
const nothings = new Set(['null', 'nil', 'none', 'undefined', '(null)', '<nil>', '<null>', '-', 'n/a']);
/** RFC 9110, section 11.1 and the IANA registry: the credentials stand behind the scheme's name. */
const schemes =
  /^(?:basic|bearer|token|apikey|api-key|negotiate|ntlm|dpop|gnap|(digest|hawk|hoba|mutual|oauth|aws4-hmac-sha256|signature)) +[^\s]/i;
const longestScheme = 24;
/** The longest of their names, in bytes. */
const longestSchemeName = 16;
/** Their first letters, and those of `nothings`: what begins otherwise is not spelt out. */
const schemeBegins = tableOf('bBtTaAnNdDgGhHmMoOsS');
const nothingBegins = tableOf('nNuU(<-');

/** Where the quoted value that begins at `from` ends, its quote written with `level` backslashes; `end` if it is cut. */
function findClosingQuote(text: Buffer, from: number, end: number, quote: number, level: number): number {
  let at = text.indexOf(quote, from);
  while (at >= 0 && at < end) {
    const run = countBackslashes(text, at, at - from);
    const extra = (run - level) / (level + 1);
    if (run < level || extra % 2 === 0) {
      const next = text[at + 1];
      // 'it's' and 'it''s', "a""b": the quote stands within the value.
      const isDoubled = level === 0 && next === quote;
      const isApostrophe = quote === 0x27 && isAlnum(next);
      if (!isDoubled && !isApostrophe) return at - Math.min(run, level);
      if (isDoubled) at += 1;
    }
    at = text.indexOf(quote, at + 1);
  }
  return end;
}

/** Whether the delimiter at `at` ends a word: something else must begin behind it, or nothing. */
function endsWord(text: Buffer, at: number, end: number): boolean {
  const next = text[at + 1];
  if (at + 1 >= end || next === undefined || next <= 0x20 || isQuote(next) || closer[next] === 1) return true;
  const isEntity = text[at] === 0x26 && text.toString('latin1', at + 1, at + 5) === 'amp;';
  return isKeyAhead(text, isEntity ? at + 5 : at + 1, true);
}

/** Whether the backslash at `at` ends a value: before a quote, or as a `\n` that is written out, before the next key. */
function endsAtBackslash(text: Buffer, at: number, end: number): boolean {
  const next = skipBackslashes(text, at);
  const letter = text[next];
  if (next >= end || isQuote(letter)) return true;
  return newlineLetters[letter as number] === 1 && (next + 1 >= end || isKeyAhead(text, next + 1, true));
}

/** Whether the blank at `at` ends a phrase: the next key stands behind it, or a column. */
function endsPhrase(text: Buffer, at: number): boolean {
  return text[at] === 0x09 || isBlank(text[at + 1]) || isKeyAhead(text, at + 1, true);
}

/** Where the value without quotes that begins at `from` ends. */
function findEnd(text: Buffer, from: number, end: number, kind: ValueKind): number {
  let depth = 0;
  for (let at = from; at < end; at += 1) {
    const byte = text[at] as number;
    if (isAlnum(byte) || byte >= 0x80) continue;
    if (byte <= 0x20) {
      if (!isBlank(byte) || kind === 'word' || (kind === 'phrase' && endsPhrase(text, at))) return at;
    } else if (byte === 0x27) {
      if (!isAlnum(text[at + 1]) || !isAlnum(text[at - 1])) return at;
    } else if (isQuote(byte)) return at;
    else if (byte === 0x5c) {
      if (endsAtBackslash(text, at, end)) return at;
    } else if (delimiters[byte] === 1) {
      if (kind === 'phrase' || (kind === 'word' && endsWord(text, at, end))) return at;
    } else if (byte === 0x3c && (text[at + 1] === 0x2f || text.toString('latin1', at + 1, at + 3) === 'br')) {
      return at;
    } else if (opener[byte] === 1) depth += 1;
    else if (closer[byte] === 1) {
      if (depth === 0 && kind !== 'line') return at;
      depth -= 1;
    }
  }
  return end;
}

function isNothing(text: Buffer, from: number, to: number): boolean {
  if (to - from > 9 || nothingBegins[text[from] as number] !== 1) return false;
  return nothings.has(text.toString('latin1', from, to).toLowerCase());
}

/** Where the value behind the separator begins; -1 if there is none, for another key or the line's end follows. */
function findBegin(text: Buffer, at: number, end: number): number {
  let from = at;
  while (from < end && isBlank(text[from])) from += 1;
  if (from >= end || isLineEnd(text[from])) return -1;
  return from > at && text[at - 1] === 0x3d && isKeyAhead(text, from, false) ? -1 : from;
}

/** The scheme of credentials that begins at `from`, and the first byte behind it. */
function readScheme(text: Buffer, from: number, end: number): RegExpExecArray | null {
  if (schemeBegins[text[from] as number] !== 1) return null;
  let at = from;
  while (at < end && at - from < longestSchemeName && (isAlnum(text[at]) || text[at] === 0x2d)) at += 1;
  if (at >= end || text[at] !== 0x20) return null;
  return schemes.exec(text.toString('latin1', from, Math.min(end, from + longestScheme)));
}

/** Reads the value that stands behind a separator, from `at` on. */
export function readValue(text: Buffer, at: number, end: number, kind: ValueKind, into: ValueSpan): void {
  into.from = into.to = at;
  let from = findBegin(text, at, end);
  if (from < 0) return;
  const quote = skipBackslashes(text, from);
  if (quote < end && isQuote(text[quote])) {
    into.from = quote + 1;
    into.to = findClosingQuote(text, quote + 1, end, text[quote] as number, quote - from);
    return;
  }
  const begin = from;
  const scheme = readScheme(text, from, end);
  if (scheme !== null) from += scheme[0].length - 1;
  let to = findEnd(text, from, end, scheme?.[1] === undefined ? kind : 'line');
  // The end of a sentence is no part of the value.
  while (to > from && (isBlank(text[to - 1]) || isStop(text[to - 1]))) to -= 1;
  if (isNothing(text, begin, to)) return;
  into.from = begin;
  into.to = to;
}

function isStop(byte: number | undefined): boolean {
  return byte === 0x2e || byte === 0x3a || byte === 0x2c || byte === 0x3b;
}
