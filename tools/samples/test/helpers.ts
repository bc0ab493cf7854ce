import type { Planted, SampleRecord } from '../src/types.js';

/** The Luhn check, written the other way round than in the code under test. */
export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const weighted = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + Math.floor(weighted / 10) + (weighted % 10);
  }, 0);
  return sum % 10 === 0;
}

/** ISO 7064 mod 97-10 over the whole number at once. */
export function passesMod97(iban: string): boolean {
  const compact = iban.replaceAll(' ', '');
  const moved = compact.slice(4) + compact.slice(0, 4);
  const digits = [...moved].map((character) => parseInt(character, 36)).join('');
  return BigInt(digits) % 97n === 1n;
}

export function isSearchable(planted: Planted): boolean {
  return planted.searchable !== false;
}

/** How the planted value looks in the record's bytes. */
export function asWritten(planted: Planted): string {
  return planted.written ?? planted.value;
}

export function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

export function plantedOf(records: Iterable<SampleRecord>): Planted[] {
  return [...records].flatMap((record) => record.planted);
}
