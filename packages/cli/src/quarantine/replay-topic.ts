import { groupOf, toMessage, type KafkaConfig } from '@scrubjay/boot';
import { mergeFrames, type FrameCodec, type FrameOutput } from '@scrubjay/frame';
import {
  createFencedWriter,
  fetchTopicEnds,
  outputPartition,
  type FencedWriter,
  type KafkaClients,
  type PlacedMessage,
} from '@scrubjay/transport';
import { isMeant, type EntryFilter } from './entry.js';
import {
  ensureMarkerTopic,
  forgetMarkers,
  isReplayed,
  markerOf,
  readMarkers,
  type Markers,
} from './markers.js';
import type { Rebuild, Rebuilt } from './rebuild.js';
import type { ReplayReport } from './replay-report.js';
import type { TopicEntry } from './topic-assembler.js';
import { readTopicEntries } from './topic-entries.js';

export interface TopicReplayOptions {
  readonly kafka: KafkaClients;
  readonly config: KafkaConfig;
  readonly codec: FrameCodec;
  readonly rebuild: Rebuild;
  readonly filter: EntryFilter;
  readonly report: ReplayReport;
  readonly isDryRun: boolean;
}

/** Bytes of records in one transaction, and their number. */
const maxBytes = 4_194_304;
const maxEntries = 1_000;

/**
 * Puts the chosen records of the quarantine topic back onto the raw topic, sealed under the raw key. Each transaction
 * holds frames and the markers that say which records they are, so a kill neither loses nor repeats one; each partition
 * has one writer, which fences any other, before the markers are read. Ends where the topic ended at the start.
 */
export async function replayTopic(options: TopicReplayOptions): Promise<void> {
  const { kafka, config, codec, isDryRun } = options;
  const ends = await fetchTopicEnds(kafka, config.topics.quarantine);
  const writers = new Map<number, FencedWriter>();
  try {
    if (!isDryRun) {
      await ensureMarkerTopic(kafka, config);
      for (const { partition } of ends) writers.set(partition, writerOf(options, partition));
      await Promise.all([...writers.values()].map((writer) => writer.fence()));
    }
    const markers = await readMarkers(kafka, config);
    const counts = await countPartitions(kafka, config);
    const lanes = new Map(
      ends.map(({ partition, low }) => {
        const forgotten = forgetMarkers(markers, config.topics, partition, low);
        const writer = writers.get(partition);
        return [partition, new ReplayLane(options, { partition, markers, counts, forgotten, writer })];
      }),
    );
    await readTopicEntries({
      ...{ kafka, config, codec },
      async onEntries(partition, entries) {
        for (const entry of entries) await lanes.get(partition)?.take(entry);
        return true;
      },
    });
    for (const lane of lanes.values()) await lane.flush();
  } finally {
    await Promise.all([...writers.values()].map((writer) => writer.close()));
  }
}

function writerOf({ kafka, config }: TopicReplayOptions, partition: number): FencedWriter {
  const { transactionTimeoutMs, topics } = config;
  const groupId = groupOf(config, 'replay');
  return createFencedWriter(
    { kafka, groupId, transactionTimeoutMs },
    { stream: topics.quarantine, partition },
  );
}

type Counts = Readonly<Record<'raw' | 'quarantine', number>>;

async function countPartitions(kafka: KafkaClients, { topics }: KafkaConfig): Promise<Counts> {
  const [raw, quarantine] = await Promise.all(
    [topics.raw, topics.quarantine].map((topic) => fetchTopicEnds(kafka, topic)),
  );
  return { raw: raw?.length ?? 0, quarantine: quarantine?.length ?? 0 };
}

interface LaneState {
  readonly partition: number;
  readonly markers: Markers;
  readonly counts: Counts;
  /** Markers that are of no use any more: they go with the first transaction. */
  readonly forgotten: PlacedMessage[];
  /** Undefined in a dry run. */
  readonly writer: FencedWriter | undefined;
}

/** The replay of one partition of the quarantine topic. */
class ReplayLane {
  readonly #options: TopicReplayOptions;
  readonly #state: LaneState;
  #outputs: FrameOutput[] = [];
  #taken: TopicEntry[] = [];
  #bytes = 0;

  constructor(options: TopicReplayOptions, state: LaneState) {
    this.#options = options;
    this.#state = state;
  }

  async take(entry: TopicEntry): Promise<void> {
    const { filter, report } = this.#options;
    if (!isMeant(entry, filter)) return;
    if (isReplayed(this.#state.markers, entry)) {
      report.addEarlier(entry);
      return;
    }
    const rebuilt = await this.#rebuild(entry);
    if (rebuilt.kind !== 'outputs') {
      report.addUnsent(rebuilt, entry);
      return;
    }
    this.#outputs.push(...rebuilt.outputs);
    this.#taken.push(entry);
    this.#bytes += entry.storedBytes;
    if (this.#bytes >= maxBytes || this.#taken.length >= maxEntries) await this.flush();
  }

  async #rebuild({ facts, isComplete, frames }: TopicEntry): Promise<Rebuilt> {
    if (facts === undefined) return { kind: 'left', why: 'unreadable' };
    if (!isComplete || frames === undefined) return { kind: 'left', why: 'incomplete' };
    return this.#options.rebuild(frames);
  }

  /** What was taken, in one transaction. */
  async flush(): Promise<void> {
    const [outputs, taken] = [this.#outputs, this.#taken];
    const last = taken.at(-1);
    if (last === undefined) return;
    [this.#outputs, this.#taken, this.#bytes] = [[], [], 0];
    const { writer, forgotten } = this.#state;
    if (writer !== undefined) {
      const markers = taken.map((entry) => markerOf(entry, this.#options.config.topics.replayed, Date.now()));
      const messages = [...(await this.#seal(outputs)), ...markers, ...forgotten.splice(0)];
      await writer.commit(messages, last.firstOffset + BigInt(last.parts));
    }
    for (const entry of taken) this.#options.report.add('replayed', entry);
  }

  async #seal(outputs: readonly FrameOutput[]): Promise<PlacedMessage[]> {
    const { config, codec } = this.#options;
    const { partition, counts } = this.#state;
    const input = { stream: config.topics.quarantine, partition };
    const raw = mergeFrames(outputs.filter(({ to }) => to === 'raw').map(({ frame }) => frame));
    const all = [
      ...raw.map((frame) => ({ to: 'raw', frame }) as const),
      ...outputs
        .filter(({ to }) => to === 'quarantine')
        .map(({ frame }) => ({ to: 'quarantine', frame }) as const),
    ];
    const messages: PlacedMessage[] = [];
    for (const { to, frame } of all) {
      const message = await toMessage({ to, frame }, config, codec);
      messages.push({ ...message, partition: outputPartition(input, counts[to]) });
    }
    return messages;
  }
}
