/** Byte values that validators speak of. */
export const zero = 0x30;
export const nine = 0x39;

export function isDigit(byte: number): boolean {
  return byte >= zero && byte <= nine;
}

/** Space, hyphen and dot: what people write between groups of digits. */
export function isSeparator(byte: number): boolean {
  return byte === 0x20 || byte === 0x2d || byte === 0x2e;
}

/** The digits of `bytes[start, end)` without separators; undefined if anything else stands there. */
export function readDigits(bytes: Buffer, start: number, end: number): string | undefined {
  let isPlain = true;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (isDigit(byte)) continue;
    if (!isSeparator(byte)) return undefined;
    isPlain = false;
  }
  const text = bytes.toString('latin1', start, end);
  return isPlain ? text : text.replace(/[ .-]/g, '');
}
