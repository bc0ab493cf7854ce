import { Buffer } from 'node:buffer';

/** Value of a hexadecimal digit, -1 for any other byte. */
const values = new Int8Array(256).fill(-1);
for (const digits of ['0123456789abcdef', '0123456789ABCDEF'])
  for (const [value, byte] of Buffer.from(digits).entries()) values[byte] = value;

/** The number that `count` hexadecimal digits from `at` on write; -1 if they do not all stand before `end`. */
export function readHex(bytes: Buffer, at: number, count: number, end: number): number {
  if (at + count > end) return -1;
  let value = 0;
  for (let next = at; next < at + count; next += 1) {
    const digit = values[bytes[next] as number] as number;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
