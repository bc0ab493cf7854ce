const earliestMs = Date.UTC(2000);
const dayMs = 86_400_000;

/** A record's own time is believed from the year 2000 up to a day after it was seen; clocks of producers do fail. */
export function isBelievable(timeMs: number, observedMs: number): boolean {
  return timeMs >= earliestMs && timeMs <= observedMs + dayMs;
}

const iso =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?([Zz]|[+-]\d{2}(?::?\d{2})?)?$/;
const decimal = /^\d{9,19}(?:\.\d{1,9})?$/;

/**
 * Unix milliseconds of a time as logs write it: ISO 8601 (UTC where no zone is given), or seconds, milliseconds,
 * microseconds or nanoseconds since 1970, told apart by their size. Undefined for anything else.
 */
export function parseTime(text: string): number | undefined {
  return decimal.test(text) ? parseEpoch(Number(text)) : parseIso(text);
}

/** A number of at least nine digits. */
export function parseEpoch(value: number): number {
  if (value < 1e11) return Math.round(value * 1e3);
  if (value < 1e14) return Math.floor(value);
  if (value < 1e17) return Math.floor(value / 1e3);
  return Math.floor(value / 1e6);
}

function parseIso(text: string): number | undefined {
  const match = iso.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '0', zone = 'Z'] = match;
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const date = new Date(local);
  // Date.UTC carries what is out of range over: 31 February is no time at all.
  const isReal = date.getUTCDate() === Number(day) && date.getUTCMonth() === Number(month) - 1;
  if (!isReal || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  return local + Number(fraction.slice(0, 3).padEnd(3, '0')) - zoneOffsetMs(zone);
}

function zoneOffsetMs(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
