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

/** How a partition is named in keys. */
export function partitionName(stream: string, partition: number): string {
  return `${plain(stream)}-${partition}`;
}

export interface FlushPosition {
  readonly stream: string;
  readonly partition: number;
  /** First source position of the flush. */
  readonly first: bigint;
}

/** Identity of a flush: a function of stream, partition and first offset, so that a re-run overwrites. */
export function flushName({ stream, partition, first }: FlushPosition): string {
  return `${partitionName(stream, partition)}-${first.toString().padStart(offsetDigits, '0')}`;
}

const objectSuffix = '.ndjson.gz.esdk';

export function objectKey({ service, dt, hr }: Group, position: FlushPosition): string {
  return `logs/service=${service}/dt=${dt}/hr=${hr}/${flushName(position)}${objectSuffix}`;
}

/** Hours as they stand in keys: 2026013107. */
function hourName(hour: number): string {
  return new Date(hour * hourMs).toISOString().slice(0, 13).replace(/\D/g, '');
}

/** Key of an object with records of many hours, `from` to `to`; its group is the hour in which ingest took them. */
export function strayKey(
  { service, dt, hr }: Group,
  position: FlushPosition,
  { from, to }: HourSpan,
): string {
  const span = `${hourName(from)}-${hourName(to)}`;
  return `logs/service=${service}/dt=${dt}/hr=${hr}/${flushName(position)}.late-${span}${objectSuffix}`;
}

/** Hours since 1970, both inclusive. */
export interface HourSpan {
  readonly from: number;
  readonly to: number;
}

const keyPattern =
  /^logs\/service=([^/]+)\/dt=(\d{4}-\d{2}-\d{2})\/hr=(\d{2})\/[^/]*?(?:\.late-(\d{10})-(\d{10}))?\.ndjson\.gz\.esdk$/;

function hourOf(name: string): number {
  const [, date = '', hour = ''] = /^(\d{8})(\d{2})$/.exec(name.replace(/\D/g, '')) ?? [];
  return Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${hour}:00:00Z`) / hourMs;
}

/** Which service an object's records are of, and of which hours; undefined for a key that is none of an object. */
export function readObjectKey(
  key: string,
): { readonly service: string; readonly hours: HourSpan } | undefined {
  const [, service, dt, hr, lateFrom, lateTo] = keyPattern.exec(key) ?? [];
  if (service === undefined || dt === undefined || hr === undefined) return undefined;
  const own = `${dt}${hr}`;
  return { service, hours: { from: hourOf(lateFrom ?? own), to: hourOf(lateTo ?? own) } };
}

const heldPrefix = 'held/';

/** Where an object lies that is withheld. */
export function heldKey(key: string): string {
  return `${heldPrefix}${key}`;
}

/** Where an object belongs that lies at a key of {@link heldKey}; undefined for another key. */
export function releasedKey(key: string): string | undefined {
  return key.startsWith(`${heldPrefix}logs/`) ? key.slice(heldPrefix.length) : undefined;
}

const flushPattern = /\/([^/]+-\d+)-(\d{20})(?:\.late-\d{10}-\d{10})?\.ndjson\.gz\.esdk$/;

/** Partition and name, as `partitionName` and `flushName` say, and manifest of the flush that an object's key names. */
export function flushOf(
  key: string,
): { readonly partition: string; readonly name: string; readonly manifest: string } | undefined {
  const [, partition, first] = flushPattern.exec(key) ?? [];
  if (partition === undefined || first === undefined) return undefined;
  const name = `${partition}-${first}`;
  return { partition, name, manifest: manifestAt(partition, name) };
}

/** Where the manifest of a flush lies; outside logs/, where readers list. */
export function manifestKey(position: FlushPosition): string {
  return manifestAt(partitionName(position.stream, position.partition), flushName(position));
}

/** Both by their names. */
function manifestAt(partition: string, flush: string): string {
  return `manifests/${partition}/${flush}.json.esdk`;
}

/** Where the journal of a partition's flushes lies; outside logs/, where readers list. */
export const journalPrefix = '_scrubjay/journal/';

export function journalKey(stream: string, partition: number): string {
  return `${journalPrefix}${partitionName(stream, partition)}`;
}
