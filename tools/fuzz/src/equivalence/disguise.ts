import { Buffer } from 'node:buffer';
import type { Random } from '../random.js';

type Disguise = (text: string, random: Random) => string;

function hexOf(byte: number, random: Random): string {
  const hex = byte.toString(16).padStart(2, '0');
  return random.oneIn(2) ? hex : hex.toUpperCase();
}

/** Each character, or some of them, written in another way. */
function some(write: (char: string, random: Random) => string): Disguise {
  return (text, random) => {
    const share = random.pick([1, 1, 3, 8]);
    return Array.from(text, (char) => (random.oneIn(share) ? write(char, random) : char)).join('');
  };
}

function bytesOf(sign: string): Disguise {
  return some((char, random) => [...Buffer.from(char)].map((byte) => sign + hexOf(byte, random)).join(''));
}

function inUtf16(char: string, random: Random): string {
  return Array.from({ length: char.length }, (_, index) => char.charCodeAt(index))
    .map((code) => `\\u${hexOf(code >> 8, random)}${hexOf(code & 0xff, random)}`)
    .join('');
}

function inWidth(char: string): string {
  const code = char.charCodeAt(0);
  return code > 0x20 && code < 0x7f ? String.fromCharCode(code + 0xfee0) : char;
}

const disguises: readonly Disguise[] = [
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64url'),
  (text, random) => Buffer.from(`${'x'.repeat(random.below(30))} ${text} and more of it`).toString('base64'),
  (text) => encodeURIComponent(Buffer.from(text).toString()),
  bytesOf('%'),
  bytesOf('='),
  bytesOf('\\x'),
  some(inUtf16),
  some((char) => `&#${char.codePointAt(0)};`),
  some((char, random) => char + random.pick(['\u200b', '\u00ad', '\u2060', '=\r\n', '\r\n', '\n '])),
  some(inWidth),
  (text) => JSON.stringify(text),
  (text) => JSON.stringify({ a: text }),
];

/** The text as another encoding writes it; mostly one, sometimes several in turn. */
export function disguise(text: string, random: Random): string {
  let disguised = text;
  do disguised = random.pick(disguises)(disguised, random);
  while (random.oneIn(5));
  return disguised;
}
