import type { EngineFormat } from '../types.js';

function skipSpace(record: Buffer, from: number): number {
  let at = from;
  for (; at < record.length; at += 1) {
    const byte = record[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x0a) break;
  }
  return at;
}

/** How a record of unknown format is read: as JSON if it begins with `{` and then `"` or `}`, otherwise as text. */
export function sniffFormat(record: Buffer): EngineFormat {
  const brace = skipSpace(record, 0);
  if (record[brace] !== 0x7b) return 'text';
  const next = record[skipSpace(record, brace + 1)];
  return next === 0x22 || next === 0x7d ? 'json' : 'text';
}
