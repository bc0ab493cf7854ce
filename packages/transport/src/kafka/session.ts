import { ScrubjayError, toScrubjayError } from '@scrubjay/errors';
import type { Partition, SourceBatch, SourceHandler, SourceMessage } from '@scrubjay/pipeline';
import { isMembershipLost, toKafkaError } from './errors.js';
import { KafkaJSProtocolError, type Admin, type Consumer, type EachBatchPayload } from './kafkajs.js';
import { sizeOf, toSourceMessage } from './messages.js';
import { Ownership } from './ownership.js';
import { startPositions } from './positions.js';
import { retryUntil } from './retry.js';
import { partitionKey } from './routing.js';
import type { KafkaSourceOptions } from './source.js';

export type SessionEnd =
  | { readonly kind: 'drained' }
  /** Trouble that passes: a new session may begin. */
  | { readonly kind: 'crashed'; readonly error: ScrubjayError; readonly hasJoined: boolean }
  | { readonly kind: 'failed'; readonly error: ScrubjayError };

type Commit = EachBatchPayload['commitOffsetsIfNecessary'];

/** kafkajs's batch as it is at run time; its types leave out where it was fetched from and what it was made of. */
interface FetchedBatch {
  readonly fetchedOffset?: string;
  rawMessages?: readonly unknown[];
  messagesWithinOffset?: readonly unknown[];
}

/** Lets go of the messages of a batch that kafkajs is done with but whose functions live on. */
function release(batch: EachBatchPayload['batch']): void {
  for (const message of batch.messages) Object.assign(message, { key: null, value: null, headers: {} });
  batch.messages = [];
  Object.assign(batch, { rawMessages: [], messagesWithinOffset: [] } satisfies FetchedBatch);
}

const closeTimeoutMs = 10_000;

/** Makes kafkajs join the group again. */
function rejoin(): Error {
  const what = { type: 'REBALANCE_IN_PROGRESS', code: 27, retriable: false };
  return new KafkaJSProtocolError(Object.assign(new Error('The partitions of this batch were lost'), what));
}

function createAck(ownership: Ownership, next: bigint, commit: Commit): () => Promise<void> {
  const { stream, partition } = ownership.partition;
  const where = `Offset ${String(next)} of partition ${String(partition)} of ${stream} cannot be committed`;
  return async () => {
    if (!ownership.isLive) {
      throw new ScrubjayError('SJ_KAFKA_FENCED', `${where}: the partition was lost.`);
    }
    try {
      // One attempt under the generation of this very moment: consumer.commitOffsets would try again under a later
      // one, when the partition may be somebody else's, and would resolve without a commit once it was stopped.
      await commit({ topics: [{ topic: stream, partitions: [{ partition, offset: String(next) }] }] });
    } catch (error) {
      throw toKafkaError(error, where);
    }
  };
}

/** One kafkajs consumer from its connection to its end. */
export class Session {
  readonly #options: KafkaSourceOptions;
  readonly #handler: SourceHandler<SourceMessage>;
  readonly #consumer: Consumer;
  readonly #admin: Admin;
  readonly #where: string;
  readonly #sessionTimeoutMs: number;
  readonly #heartbeatIntervalMs: number;
  readonly #owned = new Map<string, Ownership>();
  readonly #closing = new AbortController();
  readonly #ended: Promise<SessionEnd>;
  #end: (end: SessionEnd) => void = () => undefined;
  #revoking: Promise<void> = Promise.resolve();
  #isDraining = false;
  #hasJoined = false;
  #handing = 0;
  #lastHeartbeatMs = 0;
  #closed: Promise<void> | undefined;
  #commit: Commit | undefined;

  /** `wasJoined`: an earlier session of the source was in the group, so its topics do exist. */
  constructor(options: KafkaSourceOptions, handler: SourceHandler<SourceMessage>, wasJoined: boolean) {
    this.#hasJoined = wasJoined;
    this.#options = options;
    this.#handler = handler;
    this.#where = `Group ${options.groupId} on ${options.kafka.brokers.join(', ')}`;
    this.#sessionTimeoutMs = options.sessionTimeoutMs ?? 10_000;
    this.#heartbeatIntervalMs = options.heartbeatIntervalMs ?? 3_000;
    const client = options.kafka.newClient();
    this.#admin = client.admin();
    this.#consumer = client.consumer({
      groupId: options.groupId,
      sessionTimeout: this.#sessionTimeoutMs,
      heartbeatInterval: this.#heartbeatIntervalMs,
      rebalanceTimeout: options.rebalanceTimeoutMs ?? 30_000,
      maxBytesPerPartition: options.maxBytesPerPartition ?? 1024 * 1024,
      maxBytes: options.maxBytes ?? 10 * 1024 * 1024,
      maxWaitTimeInMs: options.maxWaitMs ?? 250,
      allowAutoTopicCreation: false,
      readUncommitted: false,
      // A crashed kafkajs consumer is replaced by a new session, not restarted behind our back.
      retry: { initialRetryTime: 100, retries: 5, restartOnFailure: () => Promise.resolve(false) },
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

  async rewind(partitions: readonly Partition[]): Promise<void> {
    const renewed: Ownership[] = [];
    for (const partition of partitions) {
      const former = this.#owned.get(partitionKey(partition.stream, partition.partition));
      if (former === undefined || this.#isDraining) continue;
      former.lose('rewound');
      renewed.push(this.#own(partition));
    }
    if (renewed.length > 0) await this.#begin(renewed, Promise.resolve());
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
      this.#onJoin(payload.memberAssignment);
    });
    this.#consumer.on(events.REBALANCING, () => {
      this.#revokeAll();
    });
    this.#consumer.on(events.CRASH, ({ payload }) => {
      this.#crash(payload.error);
    });
    // kafkajs passes over batches whose messages were all aborted or deleted without calling eachBatch.
    this.#consumer.on(events.START_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize > 0) return;
      const ownership = this.#owned.get(partitionKey(payload.topic, payload.partition));
      const next = BigInt(payload.lastOffset) + 1n;
      if (ownership?.expected !== undefined && next > ownership.expected) ownership.expected = next;
    });
  }

  #onJoin(assignment: Readonly<Record<string, readonly number[]>>): void {
    this.#revokeAll();
    this.#lastHeartbeatMs = Date.now();
    this.#hasJoined = true;
    this.#options.onConnected?.(true);
    if (this.#isDraining) return;
    const owned = Object.entries(assignment).flatMap(([stream, partitions]) =>
      partitions.map((partition) => this.#own({ stream, partition })),
    );
    if (owned.length > 0) void this.#begin(owned, this.#revoking);
  }

  #own(partition: Partition): Ownership {
    const ownership = new Ownership(partition);
    this.#owned.set(partitionKey(partition.stream, partition.partition), ownership);
    return ownership;
  }

  /** Nothing of these partitions is handed over before this is done. An error of the handler ends the run. */
  #begin(ownerships: readonly Ownership[], after: Promise<void>): Promise<void> {
    this.#pause(ownerships);
    const ready = after
      .then(() => this.#prepare(ownerships))
      .catch((error: unknown) => {
        if (ownerships.some((ownership) => ownership.isLive)) this.#fail(error);
      });
    for (const ownership of ownerships) ownership.ready = ready;
    return ready;
  }

  /**
   * Fences the former owners, and only then reads the positions: what a former owner still committed until it was
   * fenced counts. kafkajs must not fetch before: it would begin at an older position, and commit an invalid offset
   * where that position is out of range.
   */
  async #prepare(ownerships: readonly Ownership[]): Promise<void> {
    const live = ownerships.filter((ownership) => ownership.isLive);
    if (live.length === 0) return;
    await this.#handler.onAssigned(live.map(({ partition }) => partition));
    const positions = await retryUntil(
      {
        firstDelayMs: 50,
        maxDelayMs: 1_000,
        signal: this.#closing.signal,
        shouldRetry: (error) =>
          live.some(({ isLive }) => isLive) && !this.#isDraining && toKafkaError(error, this.#where).retryable,
      },
      () => startPositions(this.#admin, this.#options, live.map(({ partition }) => partition)),
    );
    for (const ownership of live) {
      const { stream, partition } = ownership.partition;
      const position = positions.get(partitionKey(stream, partition));
      if (!ownership.isLive || position === undefined) continue;
      ownership.expected = position;
      this.#consumer.seek({ topic: stream, partition, offset: String(position) });
      if (!this.#isDraining) this.#consumer.resume([{ topic: stream, partitions: [partition] }]);
    }
  }

  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    if (this.#isDraining) {
      this.#pauseAll();
      return;
    }
    const ownership = this.#owned.get(partitionKey(batch.topic, batch.partition));
    if (ownership === undefined) throw rejoin();
    if (!(await this.#during(ownership, payload, ownership.ready)) || this.#isDraining) return;
    if (ownership.expected === undefined || payload.isStale()) return;
    const fetchedAt = BigInt((batch as FetchedBatch).fetchedOffset ?? -1);
    if (fetchedAt === ownership.expected) {
      await this.#handOver(ownership, payload);
      return;
    }
    if (fetchedAt > ownership.expected) {
      this.#options.onMissed?.(ownership.partition, ownership.expected, fetchedAt);
    }
    await this.#restart(ownership);
  }

  async #handOver(ownership: Ownership, payload: EachBatchPayload): Promise<void> {
    const last = payload.batch.messages.at(-1);
    if (last === undefined) return;
    const isFirst = this.#commit === undefined;
    // Every function of a payload holds on to its batch, so all acknowledgements share the first one's.
    this.#commit ??= payload.commitOffsetsIfNecessary;
    const batch = this.#toSourceBatch(ownership, payload.batch, this.#commit);
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
      if (isFirst) release(payload.batch);
      this.#handing -= 1;
      this.#endIfDrained();
    }
  }

  #toSourceBatch(
    ownership: Ownership,
    batch: EachBatchPayload['batch'],
    commit: Commit,
  ): SourceBatch<SourceMessage> {
    const messages = batch.messages.map(toSourceMessage);
    const next = BigInt(batch.lastOffset()) + 1n;
    return {
      partition: ownership.partition,
      messages,
      bytes: messages.reduce((sum, message) => sum + sizeOf(message), 0),
      first: messages[0]?.offset ?? next,
      next,
      lag: Number(BigInt(batch.highWatermark) - next),
      ack: createAck(ownership, next, commit),
    };
  }

  /** Waits for `work` with the heart beating. True if it is done and the partition still owned; rejects to rejoin. */
  async #during(ownership: Ownership, payload: EachBatchPayload, work: Promise<void>): Promise<boolean> {
    const timer = setInterval(() => void this.#beat(payload), this.#heartbeatIntervalMs);
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
      this.#lastHeartbeatMs = Date.now();
    } catch (error) {
      const silentMs = Date.now() - this.#lastHeartbeatMs;
      if (isMembershipLost(error) || silentMs > this.#sessionTimeoutMs) this.#revokeAll();
    }
  }

  #revokeAll(): void {
    const lost = [...this.#owned.values()];
    if (lost.length === 0) return;
    this.#owned.clear();
    for (const ownership of lost) ownership.lose('revoked');
    this.#revoke(lost);
  }

  #revoke(lost: readonly Ownership[]): void {
    const partitions = lost.map(({ partition }) => partition);
    this.#revoking = this.#revoking
      .then(() => this.#handler.onRevoked(partitions))
      .catch((error: unknown) => {
        this.#fail(error);
      });
  }

  /** The next batch does not follow on the last one (retention overtook the reader): begin from the position again. */
  async #restart(ownership: Ownership): Promise<void> {
    ownership.lose('rewound');
    this.#revoke([ownership]);
    await this.#begin([this.#own(ownership.partition)], this.#revoking);
  }

  #pause(ownerships: readonly Ownership[]): void {
    for (const { stream, partition } of ownerships.map((ownership) => ownership.partition)) {
      this.#consumer.pause([{ topic: stream, partitions: [partition] }]);
    }
  }

  #pauseAll(): void {
    try {
      this.#consumer.pause(this.#options.topics.map((topic) => ({ topic })));
    } catch {
      // It does not run, so it fetches nothing either.
    }
  }

  #drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    this.#pauseAll();
    this.#endIfDrained();
  }

  #endIfDrained(): void {
    if (this.#isDraining && this.#handing === 0) this.#end({ kind: 'drained' });
  }

  #fail(thrown: unknown): void {
    this.#end({ kind: 'failed', error: toScrubjayError(thrown, 'SJ_INTERNAL', `${this.#where} had to stop`) });
    this.#drain();
  }

  #crash(thrown: unknown): void {
    const error = toKafkaError(thrown, `${this.#where} cannot be read`);
    this.#revokeAll();
    // A broker that has just started may not know the topics yet.
    const isPassing = this.#hasJoined && error.code === 'SJ_KAFKA_TOPIC_MISSING';
    this.#end(
      error.retryable || isPassing || error.code === 'SJ_KAFKA_FENCED'
        ? { kind: 'crashed', error, hasJoined: this.#hasJoined }
        : { kind: 'failed', error },
    );
  }

  async #close(): Promise<void> {
    this.#isDraining = true;
    this.#closing.abort();
    for (const ownership of this.#owned.values()) ownership.lose('rewound');
    this.#owned.clear();
    this.#endIfDrained();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closeTimeoutMs);
    });
    const disconnected = Promise.allSettled([this.#consumer.disconnect(), this.#admin.disconnect()]);
    await Promise.race([disconnected, timeout]);
    clearTimeout(timer);
    await this.#revoking;
  }
}
