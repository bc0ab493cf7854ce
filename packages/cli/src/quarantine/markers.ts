import { ScrubjayError, isScrubjayError } from '@scrubjay/errors';
import type { KafkaConfig } from '@scrubjay/boot';
import {
  ensureTopics,
  fetchTopicEnds,
  readToEnd,
  type KafkaClients,
  type PlacedMessage,
} from '@scrubjay/transport';
import { z } from 'zod';
import type { TopicEntry } from './topic-assembler.js';
import { readerGroup } from './topic-entries.js';

const markerSchema = z.strictObject({ digest: z.string(), replayedAt: z.string() });

/** Which withheld records were replayed, as the topic `kafka.topics.replayed` says: by id, the message's digest. */
export type Markers = ReadonlyMap<string, string>;

export function isReplayed(markers: Markers, { id, digest }: TopicEntry): boolean {
  return markers.get(id) === digest;
}

/** Creates the topic where that is allowed; it has one partition, and of a record it keeps the last word for ever. */
export async function ensureMarkerTopic(kafka: KafkaClients, config: KafkaConfig): Promise<void> {
  const { replicationFactor, topics } = config;
  const spec = {
    topic: topics.replayed,
    partitions: 1,
    replicationFactor,
    config: { 'cleanup.policy': 'compact' },
  };
  await ensureTopics(kafka, [spec], { create: config.createTopics });
}

/** All markers by now; none where nothing was ever replayed. */
export async function readMarkers(kafka: KafkaClients, config: KafkaConfig): Promise<Markers> {
  const topic = config.topics.replayed;
  const markers = new Map<string, string>();
  if (!(await exists(kafka, topic))) return markers;
  await readToEnd(kafka, {
    topic,
    groupId: readerGroup(config),
    async onMessages(_, messages) {
      for (const { key, value } of messages) {
        const id = key?.toString() ?? '';
        if (value === null) markers.delete(id);
        else markers.set(id, parse(value, topic));
      }
      return true;
    },
  });
  return markers;
}

async function exists(kafka: KafkaClients, topic: string): Promise<boolean> {
  try {
    await fetchTopicEnds(kafka, topic);
    return true;
  } catch (error) {
    if (isScrubjayError(error) && error.code === 'SJ_KAFKA_TOPIC_MISSING') return false;
    throw error;
  }
}

/** Says that a record was replayed; stands in the transaction that holds what became of it. */
export function markerOf({ id, digest }: TopicEntry, topic: string, nowMs: number): PlacedMessage {
  const value = JSON.stringify({ digest, replayedAt: new Date(nowMs).toISOString() });
  return { topic, partition: 0, key: Buffer.from(id), value: Buffer.from(value) };
}

/** Takes back the markers of records that retention has deleted meanwhile. */
export function forgetMarkers(
  markers: Markers,
  topics: KafkaConfig['topics'],
  partition: number,
  low: bigint,
): PlacedMessage[] {
  const prefix = `${topics.quarantine}/${partition}/`;
  return [...markers.keys()]
    .filter((id) => id.startsWith(prefix) && BigInt(id.slice(prefix.length)) < low)
    .map((id) => ({ topic: topics.replayed, partition: 0, key: Buffer.from(id), value: null }));
}

/** To guess would lose or repeat a record. */
function parse(value: Buffer, topic: string): string {
  try {
    return markerSchema.parse(JSON.parse(value.toString())).digest;
  } catch (cause) {
    throw new ScrubjayError('SJ_STATE_DAMAGED', `A message of topic ${topic} cannot be understood.`, {
      fix: 'Find out who else writes to this topic; only `scrubjay quarantine replay` may.',
      cause,
    });
  }
}
