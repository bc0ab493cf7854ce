/** Check digits from their standards, written apart from the engine's validators so that neither can hide the other's mistake. */

export function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0);
}

/** ISO/IEC 7812-1 annex B: the digit that completes `digits`. */
export function luhnDigit(digits: string): string {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const value = Number(digits[digits.length - 1 - at]) * (at % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return String((10 - (sum % 10)) % 10);
}

/** ISO 7064 MOD 11,10. */
export function mod1110Digit(digits: string): string {
  let product = 10;
  for (const char of digits) {
    const sum = (Number(char) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return String((11 - product) % 10);
}

/** Remainder of a decimal number of any length. */
export function remainder(digits: string, divisor: number): number {
  let rest = 0;
  for (const char of digits) rest = (rest * 10 + Number(char)) % divisor;
  return rest;
}

/** EAN-13 (GS1 General Specifications 7.9). */
export function eanDigit(digits: string): string {
  const sum = Array.from(digits).reduce(
    (total, char, at) => total + Number(char) * (at % 2 === 0 ? 1 : 3),
    0,
  );
  return String((10 - (sum % 10)) % 10);
}

/** ICAO 9303 part 3: weights 7, 3, 1; letters count from 10. */
export function icaoDigit(text: string): string {
  const sum = Array.from(text).reduce(
    (total, char, at) => total + parseInt(char, 36) * ([7, 3, 1][at % 3] ?? 0),
    0,
  );
  return String(sum % 10);
}

/** Verhoeff, Error detecting decimal codes (1969): multiplication in the dihedral group D5. */
export function verhoeffDigit(digits: string): string {
  const multiply = (a: number, b: number): number => {
    if (a < 5) return b < 5 ? (a + b) % 5 : ((a + b - 5) % 5) + 5;
    return b < 5 ? ((a - 5 - b + 5) % 5) + 5 : (a - b + 5) % 5;
  };
  const permute = (value: number, times: number): number => {
    let result = value;
    for (let time = 0; time < times; time += 1) result = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4][result] ?? 0;
    return result;
  };
  let check = 0;
  Array.from(digits)
    .reverse()
    .forEach((char, at) => {
      check = multiply(check, permute(Number(char), (at + 1) % 8));
    });
  return String(check > 0 && check < 5 ? 5 - check : check);
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 (ISO 3309), as in the tokens of GitHub and npm. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
