/**
 * The JSON kernel: splits a record into tokens. It accepts what the plain tokenizer accepts (src/kernel/json-plain.ts), tells
 * the same of the rest and gives the same tokens.
 */
import {
  endOfNumber,
  endOfString,
  endOfWord,
  forgetAll,
  forgetEscape,
  hasEscape,
  heldByAny,
  skipSpace,
} from './json-bytes';
import { maxTokens, nestingAt, textAt } from './json-memory';
import { forgetKeys, learnKey, numberOf } from './json-keys';
import { closeToken, countFrom, fillColumns, origin, putKeyNumber, putToken } from './json-tokens';

export { columnsAt, keyScratchAt, longestKey, maxNesting, maxTokens, textAt, textBytes } from './json-memory';
export { forgetKeys, learnKey };

/** In place of a count of tokens. */
const malformed: i32 = -1;
const tooDeep: i32 = -2;
const outOfTokens: i32 = -3;
/** The bit from which on the result says what the strings hold. */
const heldShift: i32 = 20;

// As in tokenKind.
const key: u32 = 0;
const string: u32 = 1;
const number: u32 = 2;
const literalTrue: u32 = 3;
const literalFalse: u32 = 4;
const literalNull: u32 = 5;
const array: u32 = 7;

/**
 * Puts the tokens of the one value in `[at, end)` and gives their count; or what is wrong, which is what a reader from left
 * to right meets first.
 */
function read(at: usize, end: usize, maxDepth: u32): i32 {
  let depth: u32 = 0;
  // Of the innermost container; 0 at the root.
  let isObject: u32 = 0;
  let parent: i32 = -1;
  let count: i32 = 0;
  while (true) {
    // A value must stand here, and a key before it in an object.
    if (count > i32(maxTokens) - 2) return outOfTokens;
    at = skipSpace(at);
    if (isObject) {
      if (load<u8>(at) != 0x22) return malformed;
      const start = at + 1;
      at = endOfString(start);
      if (at == 0) return malformed;
      putToken(count, key, start, at, parent);
      putKeyNumber(count, hasEscape ? 0 : numberOf(start, at));
      forgetEscape();
      count += 1;
      at = skipSpace(at + 1);
      if (load<u8>(at) != 0x3a) return malformed;
      at = skipSpace(at + 1);
    }
    const byte: u32 = load<u8>(at);
    const start = at;
    if (byte == 0x22) {
      at = endOfString(start + 1);
      if (at == 0) return malformed;
      putToken(count, string, start + 1, at, parent);
      forgetEscape();
      count += 1;
      at += 1;
    } else if ((byte | 0x20) == 0x7b) {
      if (depth == maxDepth) return tooDeep;
      store<u8>(nestingAt + depth, isObject);
      depth += 1;
      isObject = (byte >> 5) & 1;
      putToken(count, array - isObject, start, origin, parent);
      parent = count;
      count += 1;
      at = skipSpace(start + 1);
      if (load<u8>(at) != byte + 2) continue;
    } else {
      const isNumber = byte - 0x30 < 10 || byte == 0x2d;
      at = isNumber ? endOfNumber(start) : endOfWord(start, byte);
      if (at == 0) return malformed;
      const kind = isNumber ? number : byte == 0x74 ? literalTrue : byte == 0x66 ? literalFalse : literalNull;
      putToken(count, kind, start, at, parent);
      count += 1;
    }
    // Behind a value: close what ends here, until a comma asks for the next value.
    while (true) {
      at = skipSpace(at);
      if (depth == 0) return at == end ? count : malformed;
      const next: u32 = load<u8>(at);
      at += 1;
      if (next == 0x2c) break;
      if (next != (0x5d | (isObject << 5))) return malformed;
      depth -= 1;
      isObject = load<u8>(nestingAt + depth);
      parent = closeToken(parent, at);
    }
  }
}

/**
 * Splits the text of `length` bytes into tokens, whose offsets count from `offset` before its first byte. Gives their
 * count and, from bit 20 on, what the strings among them hold; or -1 malformed, -2 too deep, -3 more tokens than fit.
 */
export function tokenize(length: u32, offset: u32, maxDepth: u32): i32 {
  const end = textAt + length;
  store<u8>(end, 0);
  countFrom(textAt - offset);
  forgetAll();
  const count = read(textAt, end, maxDepth);
  if (count < 0) return count;
  fillColumns(count);
  return count | (heldByAny << heldShift);
}
