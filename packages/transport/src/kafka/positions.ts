import { ScrubjayError } from '@scrubjay/errors';
import type { Partition } from '@scrubjay/pipeline';
import { toKafkaError } from './errors.js';
import type { Admin } from './kafkajs.js';
import { partitionKey } from './routing.js';

/** The group's committed offsets of these topics by partition key; a partition without one is absent. */
export async function fetchCommitted(
  admin: Admin,
  groupId: string,
  topics: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  try {
    const committed = new Map<string, bigint>();
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId, topics: [...topics] })) {
      for (const { partition, offset } of partitions) {
        if (BigInt(offset) >= 0n) committed.set(partitionKey(topic, partition), BigInt(offset));
      }
    }
    return committed;
  } catch (error) {
    throw toKafkaError(error, `The committed offsets of group ${groupId} cannot be read`);
  }
}

interface Watermarks {
  readonly low: bigint;
  readonly high: bigint;
}

/** First and next offset of each partition of these topics. */
async function fetchWatermarks(
  admin: Admin,
  topics: readonly string[],
): Promise<ReadonlyMap<string, Watermarks>> {
  const watermarks = new Map<string, Watermarks>();
  for (const topic of topics) {
    try {
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        watermarks.set(partitionKey(topic, partition), { low: BigInt(low), high: BigInt(high) });
      }
    } catch (error) {
      throw toKafkaError(error, `The offsets of topic ${topic} cannot be read`);
    }
  }
  return watermarks;
}

export interface StartOptions {
  readonly groupId: string;
  readonly fromBeginning?: boolean;
  readonly onMissed?: (partition: Partition, from: bigint, to: bigint) => void;
}

/**
 * Where to read these partitions from: the committed offset, or the beginning or end of a partition without one.
 * Rejects with SJ_KAFKA_FAILED where the committed offset lies beyond the end: the topic was made anew or truncated,
 * and to guess would lose or repeat records.
 */
export async function startPositions(
  admin: Admin,
  { groupId, fromBeginning, onMissed }: StartOptions,
  partitions: readonly Partition[],
): Promise<ReadonlyMap<string, bigint>> {
  const topics = [...new Set(partitions.map(({ stream }) => stream))];
  const committed = await fetchCommitted(admin, groupId, topics);
  const watermarks = await fetchWatermarks(admin, topics);
  const positions = new Map<string, bigint>();
  for (const partition of partitions) {
    const key = partitionKey(partition.stream, partition.partition);
    const marks = watermarks.get(key);
    if (marks === undefined) throw unknownPartition(partition);
    const from = committed.get(key);
    if (from !== undefined && from > marks.high) throw beyondEnd(groupId, partition, from);
    if (from !== undefined && from < marks.low) onMissed?.(partition, from, marks.low);
    const unread = (fromBeginning ?? true) ? marks.low : marks.high;
    positions.set(key, from === undefined ? unread : from < marks.low ? marks.low : from);
  }
  return positions;
}

function beyondEnd(groupId: string, { stream, partition }: Partition, from: bigint): ScrubjayError {
  return new ScrubjayError(
    'SJ_KAFKA_FAILED',
    `Group ${groupId} is at offset ${String(from)} of partition ${String(partition)} of ${stream}, beyond its end.`,
    {
      retryable: false,
      fix: 'If the topic was made anew, reset the offsets of the group with kafka-consumer-groups.',
    },
  );
}

function unknownPartition({ stream, partition }: Partition): ScrubjayError {
  return new ScrubjayError(
    'SJ_KAFKA_FAILED',
    `The brokers do not yet know partition ${String(partition)} of ${stream}.`,
  );
}
