import { isDigit } from './bytes.js';

/** Bits per character: hexadecimal noise has up to 4, base64 up to 6, words and repetitions rarely reach 3. */
const leastBits = 3;
const counts = new Uint32Array(256);

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Whether the bytes look random: Shannon entropy of at least 3 bits per byte, a digit and a letter among them. */
export function hasEntropy(bytes: Buffer, start: number, end: number): boolean {
  counts.fill(0);
  let digits = 0;
  let letters = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    counts[byte] = (counts[byte] as number) + 1;
    if (isDigit(byte)) digits += 1;
    else if (isLetter(byte)) letters += 1;
  }
  if (digits === 0 || letters === 0) return false;
  const length = end - start;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / length) * Math.log2(count / length);
  return bits >= leastBits;
}
