import type { SampleRecord } from './types.js';

/**
 * Cuts a record of several lines into one record a line, as a reader of line-based files sees it; any other record
 * comes back as it is.
 */
export function toLines(record: SampleRecord): readonly SampleRecord[] {
  if (!record.text.includes('\n')) return [record];
  return record.text.split('\n').map((text) => {
    const ids = record.ids.filter((id) => text.includes(id));
    const planted = record.planted.filter(({ value, written }) => text.includes(written ?? value));
    return { ...record, id: ids[0] ?? record.id, ids, text, planted };
  });
}
