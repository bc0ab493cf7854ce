const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function monthOf(iso: string): string {
  return months[Number(iso.slice(5, 7)) - 1] ?? '';
}

/** `01/Jan/2026:08:00:00 +0000` */
export function commonLogTime(timestampMs: number): string {
  const iso = new Date(timestampMs).toISOString();
  return `${iso.slice(8, 10)}/${monthOf(iso)}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}

/** `Jan  1 08:00:00` (RFC 3164) */
export function bsdTime(timestampMs: number): string {
  const iso = new Date(timestampMs).toISOString();
  return `${monthOf(iso)} ${String(Number(iso.slice(8, 10))).padStart(2)} ${iso.slice(11, 19)}`;
}

/** `2026-01-01 08:00:00,123` */
export function log4jTime(timestampMs: number): string {
  return new Date(timestampMs).toISOString().replace('T', ' ').replace('.', ',').slice(0, 23);
}
