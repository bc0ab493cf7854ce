import { hasEscape, held } from './json-bytes';
import { columnsAt, maxTokens } from './json-memory';

const starts: usize = columnsAt;
const ends: usize = starts + 4 * maxTokens;
const parents: usize = ends + 4 * maxTokens;
const textStarts: usize = parents + 4 * maxTokens;
const textEnds: usize = textStarts + 4 * maxTokens;
const documents: usize = textEnds + 4 * maxTokens;
const keyNumbers: usize = documents + 4 * maxTokens;
const kinds: usize = keyNumbers + 2 * maxTokens;
const escaped: usize = kinds + maxTokens;
const inPool: usize = escaped + maxTokens;
const textInPool: usize = inPool + maxTokens;
const holds: usize = textInPool + maxTokens;

/** The address that offsets of tokens count from. */
export let origin: usize = 0;

export function countFrom(address: usize): void {
  origin = address;
}

/** Adds a token; a container ends at `origin` until it is closed. */
export function putToken(token: u32, kind: u32, start: usize, end: usize, parent: i32): void {
  store<u32>(starts + (token << 2), u32(start - origin));
  store<u32>(ends + (token << 2), u32(end - origin));
  store<u32>(textEnds + (token << 2), u32(end - origin));
  store<i32>(parents + (token << 2), parent);
  store<u8>(kinds + token, kind);
  store<u8>(escaped + token, hasEscape);
  store<u8>(holds + token, held);
}

/** Notes by which number a key is known. */
export function putKeyNumber(token: u32, number: u32): void {
  store<u16>(keyNumbers + (token << 1), number);
}

/** Ends the container `token` at `end` and gives the one around it. */
export function closeToken(token: i32, end: usize): i32 {
  store<u32>(ends + (token << 2), u32(end - origin));
  return load<i32>(parents + (token << 2));
}

/** Fills the columns in which all tokens of a record as written say the same. */
export function fillColumns(count: u32): void {
  memory.copy(textStarts, starts, count << 2);
  memory.fill(documents, 0, count << 2);
  memory.fill(inPool, 0, count);
  memory.fill(textInPool, 0, count);
}
