import type { FrameCodec } from '@scrubjay/frame';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readConfig } from '../config-schema.js';
import { printLine, tell } from '../output.js';
import { addFilterOptions, toFilter, type FilterOptions } from '../quarantine/filter-options.js';
import { EntryList, entryJson, entryTable } from '../quarantine/list-entries.js';
import { isReplayed, readMarkers } from '../quarantine/markers.js';
import { noteOpening } from '../quarantine/note-opening.js';
import { describePlaces, withKeys, withPlaces, type Places } from '../quarantine/places.js';
import { listStoreEntries, openStoreEntry } from '../quarantine/store-entries.js';
import { readTopicEntries } from '../quarantine/topic-entries.js';

interface ListOptions extends FilterOptions {
  readonly limit: number;
  readonly open?: boolean;
  readonly replayed?: boolean;
  readonly format: 'table' | 'json';
}

export function quarantineListCommand(): Command {
  return addFilterOptions(new Command('list'))
    .description(
      'Lists withheld records and counts them by reason. Needs no key: what it shows stands outside of what is sealed.',
    )
    .option('--limit <n>', 'show the newest so many; all are counted', parseLimit, 100)
    .option('--open', 'open each record and show more, still without its content; needs the quarantine key')
    .option('--replayed', 'show records too that were replayed')
    .addOption(
      new Option('--format <form>', 'json: one line a record').choices(['table', 'json']).default('table'),
    )
    .action(list);
}

function parseLimit(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('Expected a whole number above 0.');
  return Number(text);
}

async function list(options: ListOptions): Promise<void> {
  const config = await readConfig(options.config);
  const entries = new EntryList(toFilter(options, Date.now()), options.limit);
  await withPlaces(config, async (places) => {
    const gather = (codec?: FrameCodec): Promise<void> => gatherAll(places, entries, options, codec);
    if (options.open === true) {
      await withKeys(config, ['quarantine'], gather);
      noteOpening({ what: `${entries.total} records`, isRevealed: false });
    } else await gather();
    print(entries, options);
    const replayed = entries.replayed > 0 ? `, ${entries.replayed} of them replayed` : '';
    const hidden = entries.replayed > 0 ? `; ${entries.replayed} more were replayed` : '';
    tell(
      `${entries.total} records${options.replayed === true ? replayed : ''} in ${describePlaces(places)}${options.replayed === true ? '' : hidden}`,
    );
  });
}

async function gatherAll(
  { topic, store }: Places,
  entries: EntryList,
  { replayed: showsReplayed = false }: ListOptions,
  codec: FrameCodec | undefined,
): Promise<void> {
  if (topic !== undefined) {
    const markers = await readMarkers(topic.kafka, topic.config);
    await readTopicEntries({
      ...topic,
      codec,
      async onEntries(_, read) {
        for (const entry of read) {
          const wasReplayed = isReplayed(markers, entry);
          entries.add(entry, { isReplayed: wasReplayed, isShown: showsReplayed || !wasReplayed });
        }
        return true;
      },
    });
  }
  for await (const entry of listStoreEntries(store)) {
    const frames = codec === undefined ? undefined : await openStoreEntry(store, codec, entry);
    const known = frames === undefined ? entry : { ...entry, frames };
    entries.add(known, { isReplayed: false, isShown: true });
  }
}

function print(entries: EntryList, { format }: ListOptions): void {
  const shown = entries.newest();
  if (format === 'json') {
    for (const entry of shown) printLine(entryJson(entry));
    return;
  }
  if (shown.length === 0) return;
  printLine(entryTable(shown));
  if (shown.length < entries.total) printLine(`… and ${entries.total - shown.length} older`);
  printLine(entries.summary());
}
