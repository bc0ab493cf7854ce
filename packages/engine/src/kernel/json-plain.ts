import { stringHolds, tokenKind, type JsonTokens, type TokenKind } from '../formats/json-tokens.js';

export type TokenizeOutcome = 'ok' | 'malformed_json' | 'too_deep';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

const trueBytes = Buffer.from('true');
const falseBytes = Buffer.from('false');
const nullBytes = Buffer.from('null');

/**
 * What a string's byte asks for: 0 nothing, 1 it is the quote, 2 a backslash, 3 it may not stand in a string; 4 and more:
 * what it is by `stringHolds`.
 */
const stringClass = new Uint8Array(256);
stringClass.fill(3, 0, 0x20);
stringClass[quote] = 1;
stringClass[backslash] = 2;
for (const char of '=:<') stringClass[char.charCodeAt(0)] = 3 + stringHolds.separator;
for (const char of '{[') stringClass[char.charCodeAt(0)] = 3 + stringHolds.bracket;
for (const char of '%&') stringClass[char.charCodeAt(0)] = 3 + stringHolds.special;
stringClass.fill(3 + stringHolds.special, 0x80);

/** 1 for "\/bfnrt, 2 for u. */
const escapeClass = new Uint8Array(256);
for (const char of '"\\/bfnrt') escapeClass[char.charCodeAt(0)] = 1;
escapeClass[0x75] = 2;

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isHex(byte: number): boolean {
  const lower = byte | 0x20;
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66);
}

/** Where the text behind a UTF-8 byte order mark begins; `start` if there is none. */
export function skipByteOrderMark(bytes: Buffer, start: number, end: number): number {
  const isMarked =
    start + 3 <= end && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf;
  return isMarked ? start + 3 : start;
}

/**
 * Reads one JSON value by the letter of RFC 8259 and accepts exactly what `JSON.parse` accepts; duplicate keys are
 * fine. Without recursion, so that depth is bounded by `maxDepth` alone. The bytes must be valid UTF-8.
 */
class Tokenizer {
  #bytes: Buffer = trueBytes;
  #end = 0;
  #at = 0;
  #escaped = 0;
  #holds = 0;

  /** Where reading stopped: behind the value if there was one. */
  get at(): number {
    return this.#at;
  }

  /** Appends the tokens of one value. Without `isWhole` anything may stand behind it. */
  run(
    bytes: Buffer,
    start: number,
    end: number,
    maxDepth: number,
    tokens: JsonTokens,
    isWhole: boolean,
  ): TokenizeOutcome {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    let parent = -1;
    let depth = 0;
    for (;;) {
      // At a place where a value must stand.
      this.#skipSpace();
      const byte = this.#at < end ? bytes[this.#at] : 0;
      if (byte === openBrace || byte === openBracket) {
        if (depth === maxDepth) return 'too_deep';
        depth += 1;
        parent = tokens.add(
          byte === openBrace ? tokenKind.object : tokenKind.array,
          this.#at,
          0,
          parent,
          0,
          0,
        );
        this.#at += 1;
        this.#skipSpace();
        const isEmpty =
          this.#at < end && bytes[this.#at] === (byte === openBrace ? closeBrace : closeBracket);
        if (!isEmpty) {
          if (byte === openBrace && !this.#readKey(parent, tokens)) return 'malformed_json';
          continue;
        }
      } else if (!this.#readScalar(byte, parent, tokens)) return 'malformed_json';
      // Behind a value: close what ends here, until a comma asks for the next value.
      for (;;) {
        if (parent < 0) {
          if (isWhole) this.#skipSpace();
          return isWhole && this.#at !== end ? 'malformed_json' : 'ok';
        }
        this.#skipSpace();
        const next = this.#at < end ? bytes[this.#at] : 0;
        this.#at += 1;
        const isObject = tokens.kinds[parent] === tokenKind.object;
        if (next === comma) {
          this.#skipSpace();
          if (isObject && !this.#readKey(parent, tokens)) return 'malformed_json';
          break;
        }
        if (next !== (isObject ? closeBrace : closeBracket)) return 'malformed_json';
        tokens.ends[parent] = this.#at;
        parent = tokens.parents[parent] as number;
        depth -= 1;
      }
    }
  }

  #skipSpace(): void {
    const bytes = this.#bytes;
    let at = this.#at;
    while (at < this.#end) {
      const byte = bytes[at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
      at += 1;
    }
    this.#at = at;
  }

  #readKey(parent: number, tokens: JsonTokens): boolean {
    const start = this.#at + 1;
    if (!this.#readString()) return false;
    tokens.add(tokenKind.key, start, this.#at - 1, parent, this.#escaped, this.#holds);
    this.#skipSpace();
    if (this.#at >= this.#end || this.#bytes[this.#at] !== colon) return false;
    this.#at += 1;
    return true;
  }

  #readScalar(byte: number | undefined, parent: number, tokens: JsonTokens): boolean {
    const start = this.#at;
    let kind: TokenKind;
    if (byte === quote) {
      if (!this.#readString()) return false;
      tokens.add(tokenKind.string, start + 1, this.#at - 1, parent, this.#escaped, this.#holds);
      return true;
    }
    if (byte === 0x74 && this.#readWord(trueBytes)) kind = tokenKind.true;
    else if (byte === 0x66 && this.#readWord(falseBytes)) kind = tokenKind.false;
    else if (byte === 0x6e && this.#readWord(nullBytes)) kind = tokenKind.null;
    else if (this.#readNumber()) kind = tokenKind.number;
    else return false;
    tokens.add(kind, start, this.#at, parent, 0, 0);
    return true;
  }

  #readWord(word: Buffer): boolean {
    const end = this.#at + word.length;
    if (end > this.#end || this.#bytes.compare(word, 0, word.length, this.#at, end) !== 0) return false;
    this.#at = end;
    return true;
  }

  /** Reads a string from its opening quote to behind its closing one; notes what it holds. */
  #readString(): boolean {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.#at;
    if (at >= end || bytes[at] !== quote) return false;
    this.#escaped = 0;
    this.#holds = 0;
    at += 1;
    for (; at < end; at += 1) {
      const kind = stringClass[bytes[at] as number] as number;
      if (kind === 0) continue;
      if (kind > 3) {
        this.#holds |= kind - 3;
        continue;
      }
      if (kind === 1) {
        this.#at = at + 1;
        return true;
      }
      if (kind === 3) return false;
      this.#escaped = 1;
      at += 1;
      const escape = at < end ? escapeClass[bytes[at] as number] : 0;
      if (escape === 0) return false;
      if (escape === 2) {
        if (at + 4 >= end) return false;
        for (let hex = at + 1; hex <= at + 4; hex += 1) if (!isHex(bytes[hex] as number)) return false;
        at += 4;
      }
    }
    return false;
  }

  #readDigits(): boolean {
    const start = this.#at;
    while (this.#at < this.#end && isDigit(this.#bytes[this.#at] as number)) this.#at += 1;
    return this.#at > start;
  }

  #peek(): number {
    return this.#at < this.#end ? (this.#bytes[this.#at] as number) : 0;
  }

  #readNumber(): boolean {
    if (this.#peek() === 0x2d) this.#at += 1;
    if (this.#peek() === 0x30) this.#at += 1;
    else if (!this.#readDigits()) return false;
    if (this.#peek() === 0x2e) {
      this.#at += 1;
      if (!this.#readDigits()) return false;
    }
    if ((this.#peek() | 0x20) === 0x65) {
      this.#at += 1;
      if (this.#peek() === 0x2b || this.#peek() === 0x2d) this.#at += 1;
      if (!this.#readDigits()) return false;
    }
    return true;
  }
}

const tokenizer = new Tokenizer();

/**
 * Appends the tokens of the JSON value that begins at `start`, whatever stands behind it, and returns where it ends. If it
 * is none, the tokens are as before and the result is what is wrong; `readUntil` says how far reading came.
 */
export function appendJson(
  bytes: Buffer,
  start: number,
  end: number,
  maxDepth: number,
  tokens: JsonTokens,
): number | Exclude<TokenizeOutcome, 'ok'> {
  const { count } = tokens;
  const outcome = tokenizer.run(bytes, start, end, maxDepth, tokens, false);
  if (outcome === 'ok') return tokenizer.at;
  tokens.count = count;
  return outcome;
}

/** Where the reading of the last value stopped. */
export function readUntil(): number {
  return tokenizer.at;
}

/** The reference: splits the JSON value in `bytes[start, end)` into `tokens`, complete only if the outcome is `ok`. */
export function tokenizePlain(
  bytes: Buffer,
  start: number,
  end: number,
  maxDepth: number,
  tokens: JsonTokens,
): TokenizeOutcome {
  tokens.reset();
  return tokenizer.run(bytes, start, end, maxDepth, tokens, true);
}
