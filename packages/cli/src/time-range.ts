import { ScrubjayError } from '@scrubjay/errors';

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const ago = /^(\d{1,6})([smhd])$/;
const absolute =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}(?::\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Unix milliseconds of `2026-01-31`, `2026-01-31T10`, `2026-01-31T10:00:00Z` (UTC where no zone is given), `now`, or
 * a time ago such as `15m`, `2h`, `7d`.
 * @throws SJ_USAGE naming the option.
 */
export function parseTime(option: string, text: string, now: number): number {
  if (text === 'now') return now;
  const relative = ago.exec(text);
  if (relative !== null) return now - Number(relative[1]) * (units[relative[2] ?? ''] ?? 0);
  const time = absolute.test(text) && isDay(text.slice(0, 10)) ? Date.parse(complete(text)) : NaN;
  if (Number.isNaN(time)) {
    throw new ScrubjayError('SJ_USAGE', `${option} is not a time.`, {
      fix: 'Write 2026-01-31, 2026-01-31T10:00:00Z, now, or a time ago such as 15m, 2h, 7d.',
    });
  }
  return time;
}

/** Date.parse carries 30 February over into March. */
function isDay(date: string): boolean {
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

function complete(text: string): string {
  const iso = text.replace(' ', 'T');
  if (iso.length === 10) return `${iso}T00:00:00Z`;
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/.test(iso.slice(11)) ? iso : `${iso}Z`;
  return zoned.replace(/T(\d{2})(?=Z|[+-])/, 'T$1:00');
}
