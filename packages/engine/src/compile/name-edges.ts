import { Buffer } from 'node:buffer';

/** Letters and digits from 1, of any case; 0 for all other bytes. Digits come first. */
const letterCodes = new Uint8Array(256);
for (const [at, byte] of Buffer.from('0123456789abcdefghijklmnopqrstuvwxyz').entries()) {
  letterCodes[byte] = at + 1;
  if (byte >= 0x61) letterCodes[byte - 0x20] = at + 1;
}
const mostCodes = 37;
const lastDigitCode = 10;
const closeBracket = 0x5d;
/** Bytes before the end in which the brackets of a path are looked for. */
const longestPath = 128;

/** Place, in a table of ends, of the last three letters or digits of `bytes[from, to)`; fewer where others stand between. */
function placeOfEnd(bytes: Buffer, from: number, to: number): number {
  const last = to > from ? (letterCodes[bytes[to - 1] as number] as number) : 0;
  const second = last > 0 && to - 2 >= from ? (letterCodes[bytes[to - 2] as number] as number) : 0;
  const third = second > 0 && to - 3 >= from ? (letterCodes[bytes[to - 3] as number] as number) : 0;
  return (last * mostCodes + second) * mostCodes + third;
}

/** The same of the first three, in a table of begins. */
function placeOfBegin(bytes: Buffer, from: number, to: number): number {
  const first = from < to ? (letterCodes[bytes[from] as number] as number) : 0;
  const second = first > 0 && from + 1 < to ? (letterCodes[bytes[from + 1] as number] as number) : 0;
  const third = second > 0 && from + 2 < to ? (letterCodes[bytes[from + 2] as number] as number) : 0;
  return (first * mostCodes + second) * mostCodes + third;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Nothing, or a number: it names no field. */
export function isIndex(key: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (!isDigit(key[at])) return false;
  return true;
}

/** Whether the digits at the end can be the index of a list, which adds nothing to a path: `items[name].0`. */
function mayEndInIndex(text: Buffer, from: number, to: number): boolean {
  let at = to;
  while (at > from && isDigit(text[at - 1])) at -= 1;
  if (!isPathMark(text[at - 1])) return false;
  const limit = Math.max(from, to - longestPath);
  while (at > limit && text[at - 1] !== 0x5b) at -= 1;
  return at > limit;
}

/** In the names of a path, what parts them: . [ ] */
function isPathMark(byte: number | undefined): boolean {
  return byte === 0x2e || byte === 0x5b || byte === 0x5d;
}

/** 1 for what no name begins with: [ . and what is left out of names. */
const isLeftOut = new Uint8Array(256);
for (const byte of Buffer.from('[._- ')) isLeftOut[byte] = 1;

/** Where the first letter stands of all names of a path together; `from` if what is left out before it may be an index. */
export function skipMarks(text: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && isLeftOut[text[at] as number] === 1) at += 1;
  return isDigit(text[at]) ? from : at;
}

/** Where the last name begins of a path that begins at `from`, if it ends at `end`. */
export function beginOfLastName(text: Buffer, from: number, end: number): number {
  let at = end;
  while (at > from && !isPathMark(text[at - 1])) at -= 1;
  return at;
}

/** Where the last name ends of a path `text[from, to)`: what is empty or an index is left out, unless it stands first. */
export function endOfLastName(text: Buffer, from: number, to: number): number {
  let end = to;
  for (;;) {
    let begin = end;
    while (begin > from && isDigit(text[begin - 1])) begin -= 1;
    if (begin === from || !isPathMark(text[begin - 1])) return end;
    end = begin - 1;
  }
}

/**
 * The first and last three letters of the names in a table: most words of a log are told apart from all of them by two
 * looks. Where other characters stand among those letters nothing is ruled out.
 */
export class NameEdges {
  readonly #begins = new Uint8Array(mostCodes ** 3).fill(1, 0, mostCodes ** 2);
  readonly #ends = new Uint8Array(mostCodes ** 3).fill(1, 0, mostCodes ** 2);
  /** Some name ends in a bracket, which is not that of a path then. */
  #mayEndInBracket = false;

  /** Adds a name in its normal form. */
  add(name: Buffer): void {
    if (name.at(-1) === closeBracket) this.#mayEndInBracket = true;
    for (let letters = 1; letters <= 3; letters += 1) {
      this.#begins[placeOfBegin(name, 0, Math.min(name.length, letters))] = 1;
      this.#ends[placeOfEnd(name, Math.max(0, name.length - letters), name.length)] = 1;
    }
  }

  /** Whether `bytes[from, to)`, in any style of writing, can be one of the names. */
  mayBe(bytes: Buffer, from: number, to: number): boolean {
    return this.#ends[placeOfEnd(bytes, from, to)] === 1 && this.#begins[placeOfBegin(bytes, from, to)] === 1;
  }

  /** Whether one of the names, or a path as a form writes it with one at its end, can end at `to` and begin at `from` or behind it. */
  mayEnd(text: Buffer, from: number, to: number): boolean {
    if (to > from && text[to - 1] === closeBracket && !this.#mayEndInBracket) {
      // `worker[12]`: what counts is the name before the index.
      return this.#ends[placeOfEnd(text, from, endOfLastName(text, from, to))] === 1;
    }
    const place = placeOfEnd(text, from, to);
    if (this.#ends[place] === 1) return true;
    return place < (lastDigitCode + 1) * mostCodes ** 2 && mayEndInIndex(text, from, to);
  }
}
