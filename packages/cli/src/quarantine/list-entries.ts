import { isSafeName } from '@scrubjay/errors';
import type { Frame } from '@scrubjay/frame';
import { formatTable } from '../output.js';
import { isMeant, type Entry, type EntryFilter } from './entry.js';

/** An entry as it is listed, with its sealed bytes and frames let go of. */
export interface ListedEntry extends Omit<Entry, 'frames'> {
  readonly isReplayed: boolean;
  /** Only where it was opened. */
  readonly opened?: OpenedFacts;
}

/** What stands inside about a record, without its content. */
export interface OpenedFacts {
  readonly format: string;
  /** Undefined where a producer gave a name that is none: it may be anything. */
  readonly schemaId: string | undefined;
  /** Unix milliseconds. */
  readonly timestampMs: number;
  readonly ingestedAtMs: number;
  readonly recordBytes: number;
}

/** What is known of a record from its frames. */
export function openedFacts(frames: readonly Frame[]): OpenedFacts {
  const [first] = frames as readonly [Frame, ...Frame[]];
  return {
    format: first.format,
    schemaId: isPlainSchema(first.schemaId) ? first.schemaId : undefined,
    timestampMs: first.timestampsMs[0] ?? 0,
    ingestedAtMs: first.ingestedAtMs,
    recordBytes: frames.reduce((sum, { records, lengths }) => sum + records.length - lengths.length, 0),
  };
}

/** The forms of the registry, and names as schemas have them. */
function isPlainSchema(id: string): boolean {
  if (/^(?:registry:\d{1,10}|guid:[0-9a-f-]{36})(?:\/[\d.]{1,100})?$/.test(id)) return true;
  return id === '' || id.split(/[:/]/).every(isSafeName);
}

/** Gathers what a listing shows: the newest entries up to a limit, and counts of all. */
export class EntryList {
  readonly #filter: EntryFilter;
  readonly #limit: number;
  #entries: ListedEntry[] = [];
  readonly #counts = new Map<string, { readonly row: readonly string[]; count: number; bytes: number }>();
  #total = 0;
  #replayed = 0;

  constructor(filter: EntryFilter, limit: number) {
    this.#filter = filter;
    this.#limit = limit;
  }

  get total(): number {
    return this.#total;
  }

  /** Records that are not shown because they were replayed. */
  get replayed(): number {
    return this.#replayed;
  }

  add(
    entry: Entry,
    { isReplayed, isShown }: { readonly isReplayed: boolean; readonly isShown: boolean },
  ): void {
    if (!isMeant(entry, this.#filter)) return;
    if (isReplayed) this.#replayed += 1;
    if (!isShown) return;
    const { frames, ...rest } = entry;
    this.#count(entry);
    this.#entries.push({
      ...rest,
      isReplayed,
      ...(frames === undefined ? {} : { opened: openedFacts(frames) }),
    });
    if (this.#entries.length > 2 * this.#limit) this.#entries = this.newest();
  }

  /** Newest first. */
  newest(): ListedEntry[] {
    return this.#entries
      .sort((a, b) => b.withheldAtMs - a.withheldAtMs || (a.id < b.id ? -1 : 1))
      .slice(0, this.#limit);
  }

  /** Records by reason, stage and service, the most frequent first. */
  summary(): string {
    const rows = [...this.#counts.values()]
      .sort((a, b) => b.count - a.count)
      .map(({ row, count, bytes }) => [...row, count, bytes]);
    return formatTable(['reason', 'stage', 'service', 'records', 'bytes'], rows, ['records', 'bytes']);
  }

  #count({ facts, storedBytes }: Entry): void {
    this.#total += 1;
    const row = [facts?.reason ?? '?', facts?.stage ?? '?', facts?.service ?? '?'];
    const key = row.join(' ');
    const known = this.#counts.get(key) ?? { row, count: 0, bytes: 0 };
    known.count += 1;
    known.bytes += storedBytes;
    this.#counts.set(key, known);
  }
}

/** Entries as a table for a person. */
export function entryTable(entries: readonly ListedEntry[]): string {
  const isOpened = entries.some(({ opened }) => opened !== undefined);
  const head = ['id', 'stage', 'reason', 'service', 'source', 'withheld', 'bytes', 'parts'];
  const rows = entries.map((entry) => {
    const { id, facts, withheldAtMs, storedBytes, opened } = entry;
    const row = [
      ...[id, facts?.stage ?? '?', facts?.reason ?? '?', facts?.service ?? '?', sourceText(facts?.source)],
      ...[new Date(withheldAtMs).toISOString(), storedBytes, partsText(entry)],
    ];
    return isOpened ? [...row, opened?.format ?? '?', opened?.recordBytes ?? '?'] : row;
  });
  return formatTable(isOpened ? [...head, 'format', 'record bytes'] : head, rows, [
    ...['bytes', 'parts', 'record bytes'],
  ]);
}

function partsText({ parts, facts, isComplete }: ListedEntry): string | number {
  if (facts === undefined) return '?';
  return isComplete ? parts : `${parts}, not all`;
}

function sourceText(source: NonNullable<Entry['facts']>['source'] | undefined): string {
  return source === undefined ? '?' : `${source.stream}/${source.partition}/${source.offset}`;
}

/** An entry as one JSON line. */
export function entryJson(entry: ListedEntry): string {
  const { id, facts, withheldAtMs, storedBytes, parts, isComplete, isReplayed, opened } = entry;
  return JSON.stringify({
    ...{ id, stage: facts?.stage ?? null, reason: facts?.reason ?? null, service: facts?.service ?? null },
    source: facts?.source ?? null,
    withheldAt: new Date(withheldAtMs).toISOString(),
    ...{ storedBytes, parts, isComplete: facts === undefined ? null : isComplete, isReplayed },
    ...(opened === undefined ? {} : { opened: openedJson(opened) }),
  });
}

export function openedJson({ timestampMs, ingestedAtMs, ...rest }: OpenedFacts): object {
  return {
    ...rest,
    time: new Date(timestampMs).toISOString(),
    ingestedAt: new Date(ingestedAtMs).toISOString(),
  };
}
