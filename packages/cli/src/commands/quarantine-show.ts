import { ScrubjayError } from '@scrubjay/errors';
import { attributesAt, joinQuarantineParts, type Frame, type FrameCodec } from '@scrubjay/frame';
import { Command, Option } from 'commander';
import { configOption, readConfig } from '../config-schema.js';
import { printLine } from '../output.js';
import type { Entry } from '../quarantine/entry.js';
import { openedFacts, openedJson } from '../quarantine/list-entries.js';
import { noteOpening } from '../quarantine/note-opening.js';
import { describePlaces, withKeys, withPlaces, type Places } from '../quarantine/places.js';
import { toHex, toText } from '../quarantine/reveal.js';
import { listStoreEntries, openStoreEntry } from '../quarantine/store-entries.js';
import { readTopicEntries } from '../quarantine/topic-entries.js';

interface ShowOptions {
  readonly config?: string;
  readonly reveal?: boolean;
  readonly as: 'text' | 'hex';
}

export function quarantineShowCommand(): Command {
  return new Command('show')
    .description(
      'Opens one withheld record and prints what is known about it as JSON. Needs the quarantine key only.',
    )
    .argument('<id>', 'as `quarantine list` prints it')
    .option(...configOption)
    .option(
      '--reveal',
      'break glass: print the record itself too, with the key and headers that came with it',
    )
    .addOption(new Option('--as <form>', 'how to print it').choices(['text', 'hex']).default('text'))
    .action(show);
}

async function show(id: string, options: ShowOptions): Promise<void> {
  const config = await readConfig(options.config);
  const isRevealed = options.reveal === true;
  await withPlaces(config, (places) =>
    withKeys(config, ['quarantine'], async (codec) => {
      const entry = await findEntry(places, codec, id);
      const { frames } = entry;
      if (frames === undefined) throw unopened(entry);
      const record = entry.isComplete ? joinQuarantineParts(frames) : undefined;
      noteOpening({ what: id, isRevealed });
      printLine(describe(entry, frames));
      if (!isRevealed) return;
      printContent(record ?? Buffer.concat(frames.map(({ records }) => records.subarray(0, -1))), options);
      const attributes = frames[0] && attributesAt(frames[0], 0);
      if (attributes !== undefined) printContent(attributes, options);
    }),
  );
}

async function findEntry(places: Places, codec: FrameCodec, id: string): Promise<Entry> {
  const { topic, store } = places;
  const place = topic === undefined ? undefined : placeOf(id, topic.config.topics.quarantine);
  if (topic !== undefined && place !== undefined) {
    let found: Entry | undefined;
    await readTopicEntries({
      ...{ ...topic, codec, only: place },
      async onEntries(_, entries) {
        found ??= entries.find((entry) => entry.id === id);
        return found === undefined;
      },
    });
    if (found !== undefined) return found;
  } else {
    for await (const entry of listStoreEntries(store)) {
      if (entry.id !== id) continue;
      const frames = await openStoreEntry(store, codec, entry);
      return frames === undefined ? entry : { ...entry, frames };
    }
  }
  throw new ScrubjayError('SJ_QUARANTINE_MISSING', `Nothing called ${id} is in ${describePlaces(places)}.`);
}

/** Where a record of the topic begins, by its id. */
function placeOf(
  id: string,
  topic: string,
): { readonly partition: number; readonly from: bigint } | undefined {
  const [, name, partition, offset] = /^(.+)\/(\d{1,9})\/(\d{1,18})$/.exec(id) ?? [];
  if (name !== topic || partition === undefined || offset === undefined) return undefined;
  return { partition: Number(partition), from: BigInt(offset) };
}

function describe(
  { id, facts, withheldAtMs, storedBytes, parts, isComplete }: Entry,
  frames: readonly Frame[],
): string {
  const [first] = frames as readonly [Frame, ...Frame[]];
  const about = {
    ...{ id, stage: facts?.stage, reason: facts?.reason, service: first.service },
    ...openedJson(openedFacts(frames)),
    source: { stream: first.stream, partition: first.partition, offset: first.offsets[0] },
    withheldAt: new Date(withheldAtMs).toISOString(),
    ...{ storedBytes, parts, isComplete, attributeBytes: attributesAt(first, 0)?.length ?? 0 },
    ruleset: first.rulesetFingerprint,
  };
  return JSON.stringify(about, undefined, 2);
}

function printContent(bytes: Buffer, { as }: ShowOptions): void {
  printLine(as === 'hex' ? toHex(bytes) : toText(bytes));
}

function unopened({ id }: Entry): ScrubjayError {
  return new ScrubjayError('SJ_VAULT_OPEN_FAILED', `${id} cannot be opened with the quarantine key.`, {
    fix: 'Check keys and environment in the configuration; if they are right, find out who else writes there.',
  });
}
