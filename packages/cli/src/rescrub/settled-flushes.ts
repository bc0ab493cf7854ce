import { createKafkaClients, groupOf, requireKafka } from '@scrubjay/boot';
import { partitionName, type FlushEntry, type Manifest } from '@scrubjay/sink';
import { fetchGroupPositions, readFilePositions } from '@scrubjay/transport';
import type { FullConfig } from '../config-schema.js';

/** Next position that will be read, by the partition's name in keys. */
export type Committed = ReadonlyMap<string, bigint>;

/** A flush of which no position is known is settled after a day. */
const unknownMs = 86_400_000;

/**
 * What was committed of the partitions that the sink reads: by Kafka where it reads from there, by the state directory
 * where files are read in one process.
 */
export async function readCommitted(config: FullConfig): Promise<Committed> {
  const { transport, ingest, stateDir } = config;
  if (transport === 'kafka') return ofGroup(config, 'sink', [requireKafka(config).topics.scrubbed]);
  if (ingest?.source.kind === 'kafka') return ofGroup(config, 'ingest', ingest.source.topics);
  const streams = await readFilePositions(stateDir);
  return new Map([...streams].map(([stream, position]) => [partitionName(stream, 0), position]));
}

async function ofGroup(config: FullConfig, service: string, topics: readonly string[]): Promise<Committed> {
  const kafka = requireKafka(config);
  const positions = await fetchGroupPositions(createKafkaClients(kafka), groupOf(kafka, service), topics);
  return new Map(
    [...positions].map(([name, position]) => {
      const slash = name.lastIndexOf('/');
      return [partitionName(name.slice(0, slash), Number(name.slice(slash + 1))), position];
    }),
  );
}

/** The journal of a partition and when it was written. */
export interface DatedJournal {
  readonly entry: FlushEntry;
  /** Unix milliseconds. */
  readonly writtenAtMs: number;
}

/**
 * Whether the sink is done with a flush for good. Until its position is committed a sink that takes the partition over
 * makes its objects void and writes them anew, as they were before any rescrub. Where no position is known, flushes that
 * the journal still names have to be a day old.
 */
export function isSettled(
  manifest: Pick<Manifest, 'stream' | 'partition' | 'next'>,
  key: string,
  context: {
    readonly committed: Committed;
    readonly journal: DatedJournal | undefined;
    readonly nowMs: number;
  },
): boolean {
  const { committed, journal, nowMs } = context;
  const position = committed.get(partitionName(manifest.stream, manifest.partition));
  if (position !== undefined) return BigInt(manifest.next) <= position;
  if (journal === undefined) return false;
  const { manifest: last, previous } = journal.entry;
  const isNamed = last?.key === key || previous?.key === key;
  return !isNamed || nowMs - journal.writtenAtMs > unknownMs;
}
