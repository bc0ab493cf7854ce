import type { Partition, SourceHandler, SourceMessage } from '@scrubjay/pipeline';
import { toKafkaError } from './errors.js';
import type { Admin, Consumer } from './kafkajs.js';
import { Ownership } from './ownership.js';
import { startPositions, type StartOptions } from './positions.js';
import { retryUntil } from './retry.js';
import { partitionKey } from './routing.js';

export interface AssignmentsContext {
  readonly consumer: Consumer;
  readonly admin: Admin;
  readonly start: StartOptions;
  readonly handler: SourceHandler<SourceMessage>;
  /** Aborts once nothing is handed over any more. */
  readonly draining: AbortSignal;
  /** An error of the handler, or one that does not pass. */
  readonly fail: (error: unknown) => void;
}

/** Which partitions this member owns, and what has to happen between losing and reading them. */
export class Assignments {
  readonly #context: AssignmentsContext;
  readonly #owned = new Map<string, Ownership>();
  #revoking: Promise<void> = Promise.resolve();

  constructor(context: AssignmentsContext) {
    this.#context = context;
  }

  get(topic: string, partition: number): Ownership | undefined {
    return this.#owned.get(partitionKey(topic, partition));
  }

  /** The group has a new generation: whatever was owned before is lost, even what comes back. */
  replace(partitions: readonly Partition[]): void {
    this.revokeAll();
    if (this.#context.draining.aborted || partitions.length === 0) return;
    void this.#begin(
      partitions.map((partition) => this.#own(partition)),
      this.#revoking,
    );
  }

  revokeAll(): void {
    const lost = [...this.#owned.values()];
    if (lost.length === 0) return;
    this.#owned.clear();
    for (const ownership of lost) ownership.lose('revoked');
    this.#revoke(lost);
  }

  /** The handler has forgotten these partitions; what is still owned is read again from the committed position. */
  async rewind(partitions: readonly Partition[]): Promise<void> {
    const renewed: Ownership[] = [];
    for (const partition of partitions) {
      const former = this.get(partition.stream, partition.partition);
      if (former === undefined || this.#context.draining.aborted) continue;
      former.lose('rewound');
      renewed.push(this.#own(partition));
    }
    if (renewed.length > 0) await this.#begin(renewed, Promise.resolve());
  }

  /** The same where the handler does not know yet. */
  async restart(ownership: Ownership): Promise<void> {
    ownership.lose('rewound');
    this.#revoke([ownership]);
    await this.#begin([this.#own(ownership.partition)], this.#revoking);
  }

  /** kafkajs passed over messages that nobody may see. */
  skip(topic: string, partition: number, next: bigint): void {
    const ownership = this.get(topic, partition);
    if (ownership?.expected !== undefined && next > ownership.expected) ownership.expected = next;
  }

  /** Nothing can be acknowledged any more. Resolves once the handler knows of everything that was revoked. */
  async close(): Promise<void> {
    for (const ownership of this.#owned.values()) ownership.lose('rewound');
    this.#owned.clear();
    await this.#revoking;
  }

  #own(partition: Partition): Ownership {
    const ownership = new Ownership(partition);
    this.#owned.set(partitionKey(partition.stream, partition.partition), ownership);
    return ownership;
  }

  #revoke(lost: readonly Ownership[]): void {
    const { handler, fail } = this.#context;
    const partitions = lost.map(({ partition }) => partition);
    this.#revoking = this.#revoking.then(() => handler.onRevoked(partitions)).catch(fail);
  }

  #begin(ownerships: readonly Ownership[], after: Promise<void>): Promise<void> {
    this.#pause(ownerships);
    const ready = after
      .then(() => this.#prepare(ownerships.filter(({ isLive }) => isLive)))
      .catch((error: unknown) => {
        const { draining, fail } = this.#context;
        if (!draining.aborted && ownerships.some(({ isLive }) => isLive)) fail(error);
      });
    for (const ownership of ownerships) ownership.ready = ready;
    return ready;
  }

  /**
   * Fences the former owners, and only then reads the positions: what a former owner still committed until it was
   * fenced counts. kafkajs must not fetch before: it would begin at an older position, and commit an invalid offset
   * where that position is out of range.
   */
  async #prepare(live: readonly Ownership[]): Promise<void> {
    if (live.length === 0) return;
    const partitions = live.map(({ partition }) => partition);
    await this.#context.handler.onAssigned(partitions);
    const { admin, start } = this.#context;
    const positions = await retryUntil(
      {
        firstDelayMs: 50,
        maxDelayMs: 1_000,
        signal: this.#context.draining,
        shouldRetry: (error) =>
          live.some(({ isLive }) => isLive) && toKafkaError(error, 'The positions cannot be read').retryable,
      },
      () => startPositions(admin, start, partitions),
    );
    for (const ownership of live) {
      const { stream, partition } = ownership.partition;
      const position = positions.get(partitionKey(stream, partition));
      if (ownership.isLive && position !== undefined) this.#open(ownership, position);
    }
  }

  #open(ownership: Ownership, position: bigint): void {
    const { consumer, draining } = this.#context;
    const { stream: topic, partition } = ownership.partition;
    ownership.expected = position;
    consumer.seek({ topic, partition, offset: String(position) });
    if (!draining.aborted) consumer.resume([{ topic, partitions: [partition] }]);
  }

  #pause(ownerships: readonly Ownership[]): void {
    for (const { stream, partition } of ownerships.map((ownership) => ownership.partition)) {
      this.#context.consumer.pause([{ topic: stream, partitions: [partition] }]);
    }
  }
}
