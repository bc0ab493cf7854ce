import type { SourceBatch } from './contracts.js';
import type { RunnerLimits } from './options.js';

/** Source batches of one partition that go to the stage as one: `[first, next)` without a gap. */
export interface JoinedBatch<M> {
  readonly messages: readonly M[];
  readonly bytes: number;
  readonly first: bigint;
  readonly next: bigint;
  readonly ack: () => Promise<void>;
}

function weightOf(batch: SourceBatch<unknown>): number {
  return Math.max(1, batch.messages.length);
}

/** Gathers consecutive source batches up to the limits. */
export class Accumulator<M> {
  readonly #limits: RunnerLimits;
  #batches: SourceBatch<M>[] = [];
  #bytes = 0;
  #weight = 0;

  constructor(limits: RunnerLimits) {
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  get isFull(): boolean {
    return this.#bytes >= this.#limits.maxBatchBytes || this.#weight >= this.#limits.maxBatchMessages;
  }

  /** Whether the batch can join; an empty accumulator takes any. */
  hasRoomFor(batch: SourceBatch<M>): boolean {
    if (this.isEmpty) return true;
    return (
      this.#bytes + batch.bytes <= this.#limits.maxBatchBytes &&
      this.#weight + weightOf(batch) <= this.#limits.maxBatchMessages
    );
  }

  add(batch: SourceBatch<M>): void {
    this.#batches.push(batch);
    this.#bytes += batch.bytes;
    this.#weight += weightOf(batch);
  }

  /** Hands out everything gathered as one batch and starts anew; undefined when there is nothing. */
  take(): JoinedBatch<M> | undefined {
    const batches = this.#batches;
    const bytes = this.#bytes;
    this.clear();
    const head = batches[0];
    const last = batches.at(-1);
    if (head === undefined || last === undefined) return undefined;
    const messages = batches.length === 1 ? head.messages : batches.flatMap((batch) => batch.messages);
    return { messages, bytes, first: head.first, next: last.next, ack: last.ack };
  }

  clear(): void {
    this.#batches = [];
    this.#bytes = 0;
    this.#weight = 0;
  }
}
