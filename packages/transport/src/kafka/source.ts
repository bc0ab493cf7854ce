import { ScrubjayError } from '@scrubjay/errors';
import type { Partition, Source, SourceHandler, SourceMessage } from '@scrubjay/pipeline';
import type { KafkaClients } from './connection.js';
import { pause } from './retry.js';
import { Session, type SessionEnd } from './session.js';

export interface KafkaSourceOptions {
  readonly kafka: KafkaClients;
  readonly topics: readonly string[];
  readonly groupId: string;
  /** Where a partition without a committed offset begins. Default true: at its first message. */
  readonly fromBeginning?: boolean;
  /** Bytes per partition and per broker in one fetch. Defaults 1 MiB and 10 MiB; one batch may exceed them. */
  readonly maxBytesPerPartition?: number;
  readonly maxBytes?: number;
  /** How long the broker may hold a fetch that finds nothing. Default 250. */
  readonly maxWaitMs?: number;
  /** Default 10000: after so long without a heartbeat the group gives the partitions to others. */
  readonly sessionTimeoutMs?: number;
  /** Default 3000; at most a third of the session timeout makes sense. */
  readonly heartbeatIntervalMs?: number;
  /** How long the group waits for its members in a rebalance. Default 30000. */
  readonly rebalanceTimeoutMs?: number;
  /** Batches handed over at once. Should be more than the partitions of one member. Default 256. */
  readonly partitionsConcurrently?: number;
  /** False while the brokers or the group cannot be reached, true once this member has joined: for readiness. */
  readonly onConnected?: (isConnected: boolean) => void;
  /** Messages `[from, to)` were deleted by the topic's retention before this group read them. */
  readonly onMissed?: (partition: Partition, from: bigint, to: bigint) => void;
}

const firstBackoffMs = 200;
const maxBackoffMs = 5_000;

/**
 * Reads topics as a member of a consumer group, committed transactions only. Offsets are committed by `ack` or by a
 * transactional target, never by the source itself. A rebalance counts as the loss of every partition.
 *
 * `run` goes on through broker failures for as long as it takes; it rejects with SJ_KAFKA_DENIED,
 * SJ_KAFKA_TOPIC_MISSING, SJ_KAFKA_FAILED or the handler's error. `ack` rejects with SJ_KAFKA_FENCED once the
 * partition was lost.
 */
export function createKafkaSource(options: KafkaSourceOptions): Source<SourceMessage> {
  return new KafkaSource(options);
}

class KafkaSource implements Source<SourceMessage> {
  readonly #options: KafkaSourceOptions;
  readonly #closing = new AbortController();
  #session: Session | undefined;
  #closed: Promise<void> | undefined;
  #isStarted = false;

  constructor(options: KafkaSourceOptions) {
    this.#options = options;
  }

  async run(handler: SourceHandler<SourceMessage>, signal: AbortSignal): Promise<void> {
    if (this.#isStarted) throw new ScrubjayError('SJ_INTERNAL', 'A Kafka source was run twice.');
    this.#isStarted = true;
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    let backoffMs = firstBackoffMs;
    let hasJoined = false;
    while (!stop.aborted) {
      const session: Session = new Session(this.#options, handler, hasJoined);
      this.#session = session;
      const end: SessionEnd = await session.run(stop);
      if (end.kind === 'drained') return;
      this.#options.onConnected?.(false);
      if (end.kind === 'failed') throw end.error;
      await session.close();
      hasJoined = end.hasJoined;
      await pause(backoffMs, stop);
      backoffMs = Math.min(backoffMs * 2, maxBackoffMs);
    }
  }

  async rewind(partitions: readonly Partition[]): Promise<void> {
    await this.#session?.rewind(partitions);
  }

  close(): Promise<void> {
    this.#closing.abort();
    this.#closed ??= this.#session?.close() ?? Promise.resolve();
    return this.#closed;
  }
}
