import type { SampleRecord } from './types.js';

/** The ground truth of a record as one line of JSON, without the record's text. */
export function toNdjsonTruth(record: SampleRecord): string {
  const { id, ids, kind, service, timestampMs, planted } = record;
  return JSON.stringify({ id, ...(ids.length > 1 ? { ids } : {}), kind, service, timestampMs, planted });
}
