import type { Frame } from '@scrubjay/frame';

/** Where an object lies: one service, one UTC hour. */
export interface Group {
  readonly service: string;
  /** UTC date, YYYY-MM-DD. */
  readonly dt: string;
  /** UTC hour, 00 to 23. */
  readonly hr: string;
}

export const hourMs = 3_600_000;

export function groupOf(frame: Pick<Frame, 'service'>, hour: number): Group {
  const iso = new Date(hour * hourMs).toISOString();
  return { service: frame.service, dt: iso.slice(0, 10), hr: iso.slice(11, 13) };
}

/** Offsets are written with 20 digits, so that keys sort as offsets do. */
const offsetDigits = 20;

/** A stream's name within a key: whatever S3 or a file system could take amiss becomes a hyphen. */
function plain(stream: string): string {
  return stream.replace(/[^A-Za-z0-9._-]/g, '-');
}

export interface FlushPosition {
  readonly stream: string;
  readonly partition: number;
  /** First source position of the flush. */
  readonly first: bigint;
}

/** Identity of a flush: a function of stream, partition and first offset, so that a re-run overwrites. */
export function flushName({ stream, partition, first }: FlushPosition): string {
  return `${plain(stream)}-${partition}-${first.toString().padStart(offsetDigits, '0')}`;
}

export function objectKey({ service, dt, hr }: Group, position: FlushPosition): string {
  return `logs/service=${service}/dt=${dt}/hr=${hr}/${flushName(position)}.ndjson.gz.esdk`;
}

/** Where the journal of a partition's flushes lies; outside logs/, where readers list. */
export function journalKey(stream: string, partition: number): string {
  return `_scrubjay/journal/${plain(stream)}-${partition}`;
}
