import { Buffer } from 'node:buffer';

export const openBracket = 0x5b;
export const closeBracket = 0x5d;
export const colon = 0x3a;
const longestName = 64;
const pseudonymLength = 16;

/** 1: may stand in a label. 2: in the name of an epoch, or in base64url. 4: in a pseudonym. */
const classes = new Uint8Array(256);
function allow(flag: number, characters: string): void {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    classes[code] = (classes[code] as number) | flag;
  }
}
const capitals = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
allow(1, `${capitals}0123456789_`);
allow(2, `${capitals}${capitals.toLowerCase()}0123456789_.-`);
allow(4, `${capitals.toLowerCase()}234567`);

/** Where the run of characters of one class that begins at `at` ends, at most `longest` further on. */
function endOfRun(bytes: Buffer, at: number, end: number, flag: number, longest: number): number {
  const limit = Math.min(end, at + longest);
  let next = at;
  while (next < limit && ((classes[bytes[next] as number] as number) & flag) !== 0) next += 1;
  return next;
}

const sealedMark = Buffer.from('sealed:');

/** Where the `]` of a replacement's second part stands, which begins at `at`; -1 if it is none. */
function endOfBody(bytes: Buffer, at: number, end: number): number {
  if (bytes.subarray(at, at + sealedMark.length).equals(sealedMark))
    return endOfRun(bytes, at + sealedMark.length, end, 2, end);
  const epoch = endOfRun(bytes, at, end, 2, longestName);
  if (epoch === at || bytes[epoch] !== colon) return -1;
  const body = endOfRun(bytes, epoch + 1, end, 4, pseudonymLength);
  return body - epoch === pseudonymLength + 1 ? body : -1;
}

/** Where the replacement that begins with the `[` at `at` ends, behind its `]`; -1 if it is none. */
export function endOfToken(bytes: Buffer, at: number, end: number, labels: ReadonlySet<string>): number {
  const label = endOfRun(bytes, at + 1, end, 1, longestName);
  if (label === at + 1 || label >= end) return -1;
  const close = bytes[label] === colon ? endOfBody(bytes, label + 1, end) : label;
  if (close < 0 || close >= end || bytes[close] !== closeBracket) return -1;
  return labels.has(bytes.toString('latin1', at + 1, label)) ? close + 1 : -1;
}

/** How far before a value the `[` of what it may lie in is looked for. All replacements but sealed ones are shorter. */
const longestLook = 160;
/** Said of what may begin further off. */
export const beyond = -2;

/**
 * Where the `[` stands of the replacement that may hold the byte at `at`: before it, or there, with nothing but what a
 * replacement holds between; -1 if there is none. Nearly always one look tells.
 */
export function openBefore(bytes: Buffer, start: number, at: number): number {
  const limit = Math.max(start, at - longestLook);
  for (let open = at; open >= limit; open -= 1) {
    const byte = bytes[open] as number;
    if (byte === openBracket) return open;
    if (open < at && classes[byte] === 0 && byte !== colon) return -1;
  }
  return limit > start ? beyond : -1;
}
