import { readObjectKey } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Beyond this many days one listing of the service is cheaper than one a day. */
const maxDayListings = 100;

export interface TimeRange {
  /** Unix milliseconds, inclusive. */
  readonly from: number;
  /** Unix milliseconds, exclusive. */
  readonly to: number;
}

export interface SearchOptions {
  readonly service?: string | undefined;
  /** Unix milliseconds: records that came late lie under the hour in which they came, up to now. */
  readonly now: number;
}

/** Keys of the objects that can hold records of the range, by hour, then service, then position. */
export async function findObjects(
  store: ObjectStore,
  range: TimeRange,
  { service, now }: SearchOptions,
): Promise<readonly string[]> {
  const found: { readonly key: string; readonly hour: number }[] = [];
  for (const prefix of prefixes(range, service, now)) {
    for await (const { key } of store.list(prefix)) {
      const read = readObjectKey(key);
      if (read === undefined || (service !== undefined && read.service !== service)) continue;
      const { from, to } = read.hours;
      if (from * hourMs < range.to && (to + 1) * hourMs > range.from) found.push({ key, hour: from });
    }
  }
  found.sort((a, b) => a.hour - b.hour || (a.key < b.key ? -1 : 1));
  return found.map(({ key }) => key);
}

/** From a day before the range, as records may be that far ahead of the hour that they came in, up to now. */
function prefixes({ from, to }: TimeRange, service: string | undefined, now: number): readonly string[] {
  if (service === undefined) return ['logs/'];
  const root = `logs/service=${service}/`;
  const firstDay = Math.floor(from / dayMs) - 1;
  const days = Math.ceil(Math.max(to, now) / dayMs) - firstDay;
  if (days > maxDayListings) return [root];
  return Array.from({ length: days }, (_, index) => {
    return `${root}dt=${new Date((firstDay + index) * dayMs).toISOString().slice(0, 10)}/`;
  });
}
