import type { Random } from '../random.js';

export interface BirthDate {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

/** Somebody between about 16 and 86 years old in 2026. */
export function birthDate(random: Random): BirthDate {
  return {
    day: random.padded(1, 28, 2),
    month: random.padded(1, 12, 2),
    year: String(random.int(1940, 2010)),
  };
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'];

/** The ways in which a date of birth is written, ISO 8601 first. */
export function writeDate(random: Random, { day, month, year }: BirthDate, isGerman = false): string {
  if (isGerman) return random.pick([`${day}.${month}.${year}`, `${year}-${month}-${day}`]);
  const name = months[Number(month) - 1] ?? 'October';
  const us = `${month}/${day}/${year}`;
  return random.pick([
    `${year}-${month}-${day}`,
    `${year}-${month}-${day}`,
    us,
    `${Number(day)} ${name} ${year}`,
  ]);
}

/** A moment in the first half of 2026, as logs write it. */
export function timestamp(random: Random): Date {
  return new Date(Date.UTC(2026, 0, 1) + random.int(0, 180 * 86_400_000));
}
