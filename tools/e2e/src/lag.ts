import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaClients } from '@scrubjay/transport';
import type { Admin } from 'kafkajs';
import { EndReader } from './kafka-ends.js';
import { withAdmin } from './kafka-io.js';

export interface Lag {
  /** Offsets between the group's positions and what is committed; those of markers count. */
  readonly total: number;
  /** Nothing is left for the group, and no transaction may yet bring something. */
  readonly isDone: boolean;
}

/** How far a group is behind each of its topics, asked one after another. */
export async function lagsOf(
  kafka: KafkaClients,
  groups: readonly { readonly groupId: string; readonly topic: string }[],
): Promise<readonly Lag[]> {
  return withAdmin(kafka, (admin) =>
    EndReader.use(kafka, async (reader) => {
      const lags: Lag[] = [];
      for (const { groupId, topic } of groups) lags.push(await lagOf(admin, reader, groupId, topic));
      return lags;
    }),
  );
}

async function lagOf(admin: Admin, reader: EndReader, groupId: string, topic: string): Promise<Lag> {
  const [committed] = await fetchStable(admin, groupId, topic);
  const positions = new Map(
    committed?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]),
  );
  let total = 0n;
  let isDone = true;
  for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
    const position = positions.get(partition) ?? -1n;
    const from = position < BigInt(low) ? BigInt(low) : position;
    if (BigInt(high) > from) total += BigInt(high) - from;
    isDone = isDone && (await reader.isAtEnd(topic, partition, from));
  }
  return { total: Number(total), isDone };
}

/** Committed positions. While a transaction that moves them is open there is no answer, and kafkajs gives up early. */
async function fetchStable(admin: Admin, groupId: string, topic: string): ReturnType<Admin['fetchOffsets']> {
  for (;;) {
    try {
      return await admin.fetchOffsets({ groupId, topics: [topic] });
    } catch (error) {
      if ((error as { readonly type?: unknown }).type !== 'UNSTABLE_OFFSET_COMMIT') throw error;
      await sleep(20);
    }
  }
}
