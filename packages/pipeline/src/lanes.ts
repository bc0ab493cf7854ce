import type { ScrubjayError } from '@scrubjay/errors';
import type { Partition } from './contracts.js';
import { Lane, type LaneContext } from './lane.js';

function keyOf({ stream, partition }: Partition): string {
  return `${partition}/${stream}`;
}

/** A partition that this runner was fenced out of. */
interface Lost {
  readonly error: ScrubjayError;
  /** Until it is given free, the source's next batch of the partition waits instead of being read for nothing. */
  readonly free: Promise<void>;
  readonly setFree: () => void;
}

/** The lanes of all owned partitions. A lane's successor never starts before the calls of the former are over. */
export class LaneSet<In, Out> {
  readonly #context: LaneContext<In, Out>;
  readonly #onBroken: (lane: Lane<In, Out>, error: unknown) => void;
  readonly #lanes = new Map<string, Lane<In, Out>>();
  readonly #leaving = new Map<string, Promise<void>>();
  readonly #lost = new Map<string, Lost>();

  constructor(context: LaneContext<In, Out>, onBroken: (lane: Lane<In, Out>, error: unknown) => void) {
    this.#context = context;
    this.#onBroken = onBroken;
  }

  [Symbol.iterator](): IterableIterator<Lane<In, Out>> {
    return this.#lanes.values();
  }

  get firstLoss(): ScrubjayError | undefined {
    for (const { error } of this.#lost.values()) return error;
    return undefined;
  }

  get(partition: Partition): Lane<In, Out> | undefined {
    return this.#lanes.get(keyOf(partition));
  }

  lostHold(partition: Partition): Promise<void> | undefined {
    return this.#lost.get(keyOf(partition))?.free;
  }

  /** Starts lanes that wait for `prepare`, which itself waits for what is left of the partitions' former lanes. */
  open(partitions: readonly Partition[], prepare: () => Promise<void>): Promise<void> {
    void this.remove(partitions);
    const former = partitions.map((partition) => this.#leaving.get(keyOf(partition)) ?? Promise.resolve());
    const ready = Promise.all(former).then(prepare);
    for (const partition of partitions) {
      const lane = new Lane<In, Out>(this.#context, partition, ready, (error) => {
        this.#onBroken(lane, error);
      });
      this.#lanes.set(keyOf(partition), lane);
    }
    return ready;
  }

  /** Drops the partitions' lanes and forgets that they were lost; resolves once no call of them is under way. */
  async remove(partitions: readonly Partition[]): Promise<void> {
    for (const partition of partitions) {
      this.freeLost(partition);
      this.#lost.delete(keyOf(partition));
    }
    await Promise.all(partitions.map((partition) => this.#leave(keyOf(partition))));
  }

  /** Drops a lane because of a fence; its partition counts as lost until it is removed or opened again. */
  async lose(lane: Lane<In, Out>, error: ScrubjayError): Promise<void> {
    let setFree!: () => void;
    const free = new Promise<void>((resolve) => {
      setFree = resolve;
    });
    const key = keyOf(lane.partition);
    this.#lost.set(key, { error, free, setFree });
    await this.#leave(key);
  }

  /** Lets the source's waiting batch of a lost partition go; the partition stays lost. */
  freeLost(partition: Partition): void {
    this.#lost.get(keyOf(partition))?.setFree();
  }

  freeAllLost(): void {
    for (const { setFree } of this.#lost.values()) setFree();
  }

  /** Drops every lane; resolves once none of their calls is under way. */
  async dropAll(): Promise<void> {
    this.freeAllLost();
    await Promise.all([...this.#lanes.keys()].map((key) => this.#leave(key)));
    await Promise.all(this.#leaving.values());
  }

  async #leave(key: string): Promise<void> {
    const lane = this.#lanes.get(key);
    if (lane === undefined) return this.#leaving.get(key);
    this.#lanes.delete(key);
    lane.drop();
    const left = lane.settled();
    this.#leaving.set(key, left);
    await left;
    if (this.#leaving.get(key) === left) this.#leaving.delete(key);
    return undefined;
  }
}
