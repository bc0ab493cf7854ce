import type { KafkaClients } from '@scrubjay/transport';
import { isPassing } from './passing.js';

interface FetchedPartition {
  readonly partition: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly messages: readonly { readonly offset: string; readonly isControlRecord?: boolean }[];
}

interface Broker {
  fetch(
    request: object,
  ): Promise<{ readonly responses: readonly { partitions: readonly FetchedPartition[] }[] }>;
}

/** The parts of kafkajs's own cluster that are used here: its admin tells of neither transactions nor control records. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Record<string, readonly number[]>;
  findBroker(query: { readonly nodeId: string }): Promise<Broker>;
}

const createClusterSymbol = 'private:Kafka:createCluster';
const readCommitted = 1;
const fetchBytes = 1_048_576;

function newCluster(kafka: KafkaClients): Cluster {
  const client = kafka.newClient() as unknown as Record<symbol, (options: object) => Cluster>;
  const symbol = Object.getOwnPropertySymbols(client).find((one) => one.description === createClusterSymbol);
  const create = symbol === undefined ? undefined : client[symbol];
  if (create === undefined) throw new Error('This kafkajs makes its clusters in another way.');
  return create.call(client, {});
}

/** Reads partitions of topics from a position, over one connection. */
export class EndReader {
  readonly #cluster: Cluster;

  private constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  static async use<T>(kafka: KafkaClients, work: (reader: EndReader) => Promise<T>): Promise<T> {
    const cluster = newCluster(kafka);
    await cluster.connect();
    try {
      return await work(new EndReader(cluster));
    } finally {
      await cluster.disconnect();
    }
  }

  /**
   * Whether a partition holds nothing for its readers from this position on: no transaction is open or waits for its
   * marker, and what lies there are markers and aborted messages only. Offsets cannot tell that: one more lies behind a
   * position while the marker of a transaction is left, and while a message is new. False, too, while a leader moves.
   */
  async isAtEnd(topic: string, partition: number, position: bigint): Promise<boolean> {
    try {
      for (let from = position; ;) {
        const { lastStableOffset, highWatermark, messages } = await this.#fetch(topic, partition, from);
        if (lastStableOffset !== highWatermark) return false;
        if (from >= BigInt(highWatermark)) return true;
        const rest = messages.filter(({ offset }) => BigInt(offset) >= from);
        if (rest.length === 0 || rest.some(({ isControlRecord }) => isControlRecord !== true)) return false;
        from = BigInt(rest.at(-1)?.offset ?? from) + 1n;
      }
    } catch (error) {
      if (isPassing(error)) return false;
      throw error;
    }
  }

  async #fetch(topic: string, partition: number, from: bigint): Promise<FetchedPartition> {
    await this.#cluster.addTargetTopic(topic);
    const [leader] = Object.keys(this.#cluster.findLeaderForPartitions(topic, [partition]));
    const broker = await this.#cluster.findBroker({ nodeId: leader ?? '' });
    const { responses } = await broker.fetch({
      ...{ replicaId: -1, isolationLevel: readCommitted, maxWaitTime: 1, minBytes: 0, maxBytes: fetchBytes },
      topics: [{ topic, partitions: [{ partition, fetchOffset: String(from), maxBytes: fetchBytes }] }],
    });
    const fetched = responses[0]?.partitions[0];
    if (fetched === undefined) throw new Error(`Nothing was fetched of ${topic}/${String(partition)}`);
    return fetched;
  }
}
