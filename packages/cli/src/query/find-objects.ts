import type { ObjectStore } from '@scrubjay/transport';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const keyPattern = /^logs\/service=([^/]+)\/dt=(\d{4}-\d{2}-\d{2})\/hr=(\d{2})\//;
/** Beyond this many days one listing of the service is cheaper than one a day. */
const maxDayListings = 100;

export interface TimeRange {
  /** Unix milliseconds, inclusive. */
  readonly from: number;
  /** Unix milliseconds, exclusive. */
  readonly to: number;
}

/** Keys of the objects that can hold records of the range, by hour, then service, then position. */
export async function findObjects(
  store: ObjectStore,
  range: TimeRange,
  service?: string,
): Promise<readonly string[]> {
  const found: { readonly key: string; readonly hour: number }[] = [];
  for (const prefix of prefixes(range, service)) {
    for await (const { key } of store.list(prefix)) {
      const hour = hourOf(key, service);
      if (hour !== undefined && hour < range.to && hour + hourMs > range.from) found.push({ key, hour });
    }
  }
  found.sort((a, b) => a.hour - b.hour || (a.key < b.key ? -1 : 1));
  return found.map(({ key }) => key);
}

function hourOf(key: string, service: string | undefined): number | undefined {
  const match = keyPattern.exec(key);
  if (match === null || (service !== undefined && match[1] !== service)) return undefined;
  return Date.parse(`${match[2] ?? ''}T${match[3] ?? ''}:00:00Z`);
}

function prefixes({ from, to }: TimeRange, service: string | undefined): readonly string[] {
  if (service === undefined) return ['logs/'];
  const root = `logs/service=${service}/`;
  const firstDay = Math.floor(from / dayMs);
  const days = Math.ceil(to / dayMs) - firstDay;
  if (days > maxDayListings) return [root];
  return Array.from({ length: days }, (_, index) => {
    return `${root}dt=${new Date((firstDay + index) * dayMs).toISOString().slice(0, 10)}/`;
  });
}
