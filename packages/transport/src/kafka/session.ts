import { toScrubjayError, type ScrubjayError } from '@scrubjay/errors';
import type { Partition, SourceHandler, SourceMessage } from '@scrubjay/pipeline';
import { Assignments } from './assignments.js';
import { fetchedOffset, releaseMessages, toSourceBatch, type Commit } from './batch.js';
import { isMembershipLost, toKafkaError } from './errors.js';
import { KafkaJSProtocolError, type Admin, type Consumer, type EachBatchPayload } from './kafkajs.js';
import type { Ownership } from './ownership.js';
import type { KafkaSourceOptions } from './source.js';

export type SessionEnd =
  | { readonly kind: 'drained' }
  /** Trouble that passes: a new session may begin. */
  | { readonly kind: 'crashed'; readonly error: ScrubjayError; readonly hasJoined: boolean }
  | { readonly kind: 'failed'; readonly error: ScrubjayError };

const closeTimeoutMs = 10_000;

/** Makes kafkajs join the group again. */
function rejoin(): Error {
  const what = { type: 'REBALANCE_IN_PROGRESS', code: 27, retriable: false };
  return new KafkaJSProtocolError(Object.assign(new Error('The partitions of this batch were lost'), what));
}

function createConsumer(
  client: ReturnType<KafkaSourceOptions['kafka']['newClient']>,
  options: Timing,
): Consumer {
  return client.consumer({
    groupId: options.groupId,
    sessionTimeout: options.sessionTimeoutMs,
    heartbeatInterval: options.heartbeatIntervalMs,
    rebalanceTimeout: options.rebalanceTimeoutMs ?? 30_000,
    maxBytesPerPartition: options.maxBytesPerPartition ?? 1024 * 1024,
    maxBytes: options.maxBytes ?? 10 * 1024 * 1024,
    maxWaitTimeInMs: options.maxWaitMs ?? 250,
    allowAutoTopicCreation: false,
    readUncommitted: false,
    // A crashed kafkajs consumer is replaced by a new session, not restarted behind our back.
    retry: { initialRetryTime: 100, retries: 5, restartOnFailure: () => Promise.resolve(false) },
  });
}

type Timing = KafkaSourceOptions & {
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
};

/** One kafkajs consumer from its connection to its end. */
export class Session {
  readonly #options: Timing;
  readonly #handler: SourceHandler<SourceMessage>;
  readonly #consumer: Consumer;
  readonly #admin: Admin;
  readonly #assignments: Assignments;
  readonly #draining = new AbortController();
  readonly #ended: Promise<SessionEnd>;
  #end: (end: SessionEnd) => void = () => undefined;
  #hasJoined: boolean;
  #handing = 0;
  #lastHeartbeatMs = 0;
  #commit: Commit | undefined;
  #closed: Promise<void> | undefined;

  /** `wasJoined`: an earlier session of the source was in the group, so its topics do exist. */
  constructor(options: KafkaSourceOptions, handler: SourceHandler<SourceMessage>, wasJoined: boolean) {
    const { sessionTimeoutMs = 10_000, heartbeatIntervalMs = 3_000 } = options;
    this.#options = { ...options, sessionTimeoutMs, heartbeatIntervalMs };
    this.#handler = handler;
    this.#hasJoined = wasJoined;
    const client = options.kafka.newClient();
    this.#admin = client.admin();
    this.#consumer = createConsumer(client, this.#options);
    this.#assignments = new Assignments({
      consumer: this.#consumer,
      admin: this.#admin,
      start: options,
      handler,
      draining: this.#draining.signal,
      fail: (error) => {
        this.#fail(error);
      },
    });
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#listen();
  }

  /** Resolves once this session hands over nothing any more. After 'drained' and 'failed' it stays in the group. */
  async run(signal: AbortSignal): Promise<SessionEnd> {
    const onAbort = (): void => {
      this.#drain();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await this.#start();
      if (signal.aborted) this.#drain();
    } catch (error) {
      this.#crash(error);
    }
    const end = await this.#ended;
    signal.removeEventListener('abort', onAbort);
    return end;
  }

  rewind(partitions: readonly Partition[]): Promise<void> {
    return this.#assignments.rewind(partitions);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #start(): Promise<void> {
    const { topics, fromBeginning, partitionsConcurrently } = this.#options;
    await this.#admin.connect();
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [...topics], fromBeginning: fromBeginning ?? true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitionsConcurrently ?? 256,
      eachBatch: (payload) => this.#eachBatch(payload),
    });
  }

  #listen(): void {
    const { events } = this.#consumer;
    this.#consumer.on(events.GROUP_JOIN, ({ payload }) => {
      this.#lastHeartbeatMs = performance.now();
      this.#hasJoined = true;
      this.#options.onConnected?.(true);
      const assigned = Object.entries(payload.memberAssignment);
      this.#assignments.replace(
        assigned.flatMap(([stream, partitions]) => partitions.map((partition) => ({ stream, partition }))),
      );
    });
    this.#consumer.on(events.REBALANCING, () => {
      this.#assignments.revokeAll();
    });
    this.#consumer.on(events.CRASH, ({ payload }) => {
      this.#crash(payload.error);
    });
    // kafkajs passes over batches whose messages were all aborted or deleted without calling eachBatch.
    this.#consumer.on(events.START_BATCH_PROCESS, ({ payload }) => {
      const { topic, partition, batchSize, lastOffset } = payload;
      if (batchSize === 0) this.#assignments.skip(topic, partition, BigInt(lastOffset) + 1n);
    });
  }

  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    const { topic, partition } = payload.batch;
    if (this.#draining.signal.aborted) {
      this.#pauseAll();
      return;
    }
    const ownership = this.#assignments.get(topic, partition);
    if (ownership === undefined) throw rejoin();
    if (!(await this.#during(ownership, payload, ownership.ready))) return;
    if (this.#isDraining() || ownership.expected === undefined || payload.isStale()) return;
    const fetchedAt = fetchedOffset(payload.batch);
    if (fetchedAt === ownership.expected) {
      await this.#handOver(ownership, payload);
      return;
    }
    // Retention overtook the reader and kafkajs has moved on by itself.
    if (fetchedAt > ownership.expected) {
      this.#options.onMissed?.(ownership.partition, ownership.expected, fetchedAt);
    }
    await this.#assignments.restart(ownership);
  }

  async #handOver(ownership: Ownership, payload: EachBatchPayload): Promise<void> {
    const last = payload.batch.messages.at(-1);
    if (last === undefined) return;
    const isFirst = this.#commit === undefined;
    // Every function of a payload holds on to its batch, so all acknowledgements share the first one's.
    this.#commit ??= (offsets) => payload.commitOffsetsIfNecessary(offsets);
    const batch = toSourceBatch(ownership, payload.batch, this.#commit);
    this.#handing += 1;
    try {
      const work = this.#handler.onBatch(batch).catch((error: unknown) => {
        if (ownership.isLive) this.#fail(error);
        ownership.lose('rewound');
      });
      if (await this.#during(ownership, payload, work)) {
        ownership.expected = batch.next;
        payload.resolveOffset(last.offset);
      }
    } finally {
      if (isFirst) releaseMessages(payload.batch);
      this.#handing -= 1;
      this.#endIfDrained();
    }
  }

  /** Waits for `work` with the heart beating. True if it is done and the partition still owned; rejects to rejoin. */
  async #during(ownership: Ownership, payload: EachBatchPayload, work: Promise<void>): Promise<boolean> {
    const timer = setInterval(() => void this.#beat(payload), this.#options.heartbeatIntervalMs);
    try {
      await ownership.until(work);
    } finally {
      clearInterval(timer);
    }
    if (ownership.state === 'revoked') throw rejoin();
    return ownership.isLive;
  }

  /** A failed heartbeat is not yet a lost membership: only the group's word, or silence beyond the session, is. */
  async #beat(payload: EachBatchPayload): Promise<void> {
    try {
      await payload.heartbeat();
      this.#lastHeartbeatMs = performance.now();
    } catch (error) {
      const silentMs = performance.now() - this.#lastHeartbeatMs;
      if (isMembershipLost(error) || silentMs > this.#options.sessionTimeoutMs) this.#assignments.revokeAll();
    }
  }

  #pauseAll(): void {
    try {
      this.#consumer.pause(this.#options.topics.map((topic) => ({ topic })));
    } catch {
      // It does not run, so it fetches nothing either.
    }
  }

  #isDraining(): boolean {
    return this.#draining.signal.aborted;
  }

  #drain(): void {
    if (this.#isDraining()) return;
    this.#draining.abort();
    this.#pauseAll();
    this.#endIfDrained();
  }

  #endIfDrained(): void {
    if (this.#isDraining() && this.#handing === 0) this.#end({ kind: 'drained' });
  }

  #fail(thrown: unknown): void {
    const what = `Group ${this.#options.groupId} had to stop`;
    this.#end({ kind: 'failed', error: toScrubjayError(thrown, 'SJ_INTERNAL', what) });
    this.#drain();
  }

  #crash(thrown: unknown): void {
    const { groupId, kafka } = this.#options;
    const error = toKafkaError(thrown, `Group ${groupId} cannot read from ${kafka.brokers.join(', ')}`);
    this.#assignments.revokeAll();
    // A broker that has just started may not know the topics yet.
    const isPassing = this.#hasJoined && error.code === 'SJ_KAFKA_TOPIC_MISSING';
    this.#end(
      error.retryable || isPassing || error.code === 'SJ_KAFKA_FENCED'
        ? { kind: 'crashed', error, hasJoined: this.#hasJoined }
        : { kind: 'failed', error },
    );
  }

  async #close(): Promise<void> {
    this.#drain();
    const revoked = this.#assignments.close();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closeTimeoutMs);
    });
    const disconnected = Promise.allSettled([this.#consumer.disconnect(), this.#admin.disconnect(), revoked]);
    await Promise.race([disconnected, timeout]);
    clearTimeout(timer);
  }
}
