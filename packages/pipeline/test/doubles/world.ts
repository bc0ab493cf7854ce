import { ScrubjayError } from '@scrubjay/errors';
import type {
  Delivery,
  Partition,
  Receipt,
  Source,
  SourceHandler,
  Stage,
  Target,
} from '../../src/contracts.js';
import type { ManualClock } from './manual-clock.js';

/** How the world behaves; all chances are in percent. */
export interface Weather {
  readonly partitions: number;
  readonly messages: number;
  readonly maxBatch: number;
  readonly maxDelayMs: number;
  readonly failPercent: number;
  readonly fencePercent: number;
  readonly revokes: number;
  readonly canRewind: boolean;
}

/**
 * A broker, a stage and a target in one, with delays, failures, fences and revokes by chance. It knows what is durable
 * and what was acknowledged, and writes every broken promise of the runner into `faults`.
 */
export class World {
  readonly faults: string[] = [];
  readonly committed: number[];
  readonly durable: Set<number>[];
  peakBytes = 0;
  readonly #weather: Weather;
  readonly #clock: ManualClock;
  readonly #random: () => number;
  readonly #ownership: number[];
  readonly #accepted: { bytes: number; next: number }[][];
  readonly #lastDelivered: number[];
  readonly #busy = new Set<number>();

  constructor(weather: Weather, clock: ManualClock, random: () => number) {
    const perPartition = Array.from({ length: weather.partitions });
    this.#weather = weather;
    this.#clock = clock;
    this.#random = random;
    this.committed = perPartition.map(() => 0);
    this.durable = perPartition.map(() => new Set());
    this.#ownership = perPartition.map(() => 0);
    this.#accepted = perPartition.map(() => []);
    this.#lastDelivered = perPartition.map(() => 0);
  }

  /** A message is `bytesOf` bytes large: uneven, so that limits are met from all sides. */
  static bytesOf(message: number): number {
    return 1 + ((message * 7) % 13);
  }

  readonly source = (): Source<number> => {
    let handler: SourceHandler<number> | undefined;
    const readers: Promise<void>[] = [];
    const stopped = new AbortController();
    const restart = async (p: Partition): Promise<void> => {
      const i = p.partition;
      this.#forget(i);
      if (stopped.signal.aborted) return;
      await handler?.onAssigned([p]);
      this.#lastDelivered[i] = this.committed[i] ?? 0;
      if (handler === undefined) return;
      const reader = this.#read(p, handler, stopped.signal);
      reader.catch(() => undefined);
      readers.push(reader);
    };
    const disturb = async (): Promise<void> => {
      for (let n = 0; n < this.#weather.revokes && !stopped.signal.aborted; n++) {
        await this.#pause();
        const p = this.#partition(Math.floor(this.#random() * this.#weather.partitions));
        this.#forget(p.partition);
        await handler?.onRevoked([p]);
        await restart(p);
      }
    };
    return {
      run: async (given, signal) => {
        handler = given;
        signal.addEventListener('abort', () => stopped.abort());
        for (let i = 0; i < this.#weather.partitions; i++) await restart(this.#partition(i));
        await disturb();
        for (const reader of readers) await reader;
        while (!stopped.signal.aborted && this.#isBehind()) {
          await this.#pause();
          for (const reader of readers) await reader;
        }
      },
      close: async () => undefined,
      ...(this.#weather.canRewind
        ? {
            rewind: async (ps: readonly Partition[]) => {
              await Promise.all(ps.map(restart));
            },
          }
        : {}),
    };
  };

  readonly stage: Stage<number, number> = {
    process: async ({ partition: { partition }, messages }) => {
      if (this.#busy.has(partition)) this.faults.push(`two stage calls at a time in ${partition}`);
      this.#busy.add(partition);
      await this.#pause();
      this.#busy.delete(partition);
      this.#mayFail();
      return [...messages];
    },
  };

  readonly target: Target<number> = {
    deliver: async (delivery) => {
      await this.#pause();
      const i = delivery.partition.partition;
      this.#mayFail();
      if (this.#random() * 100 < this.#weather.fencePercent) {
        this.#forget(i);
        throw new ScrubjayError('SJ_KAFKA_FENCED', 'by chance.');
      }
      this.#checkOrder(delivery);
      return this.#receipt(delivery);
    },
    onRevoked: async () => this.#pause(),
    close: async () => undefined,
  };

  #receipt({ partition: { partition }, outputs }: Delivery<number>): Receipt {
    const durable = this.#pause().then(() => {
      for (const output of outputs) this.durable[partition]?.add(output);
    });
    return { durable, positionCommitted: false };
  }

  /** Deliveries of one ownership join without a gap and hold every message once. */
  #checkOrder({ partition: { partition }, first, next, outputs }: Delivery<number>): void {
    if (Number(first) !== this.#lastDelivered[partition]) {
      this.faults.push(
        `delivery of ${partition} begins at ${first}, not ${String(this.#lastDelivered[partition])}`,
      );
    }
    this.#lastDelivered[partition] = Number(next);
    const wanted = Array.from({ length: Number(next - first) }, (_, k) => Number(first) + k);
    if (wanted.join() !== outputs.join())
      this.faults.push(`delivery ${first}-${next} holds ${outputs.join()}`);
  }

  async #read(p: Partition, handler: SourceHandler<number>, signal: AbortSignal): Promise<void> {
    const i = p.partition;
    const ownership = this.#ownership[i];
    let position = this.committed[i] ?? 0;
    while (position < this.#weather.messages && !signal.aborted && this.#ownership[i] === ownership) {
      const count = Math.floor(this.#random() * (this.#weather.maxBatch + 1));
      const next = Math.min(this.#weather.messages, position + count);
      const messages = Array.from({ length: next - position }, (_, k) => position + k);
      const bytes = messages.reduce((sum, message) => sum + World.bytesOf(message), 0);
      const batch = { partition: p, messages, bytes, first: BigInt(position), next: BigInt(next) };
      await handler.onBatch({ ...batch, ack: () => this.#ack(i, ownership, next) });
      if (this.#ownership[i] === ownership) this.#accepted[i]?.push({ bytes, next });
      const held = this.#accepted.flat().reduce((sum, accepted) => sum + accepted.bytes, 0);
      this.peakBytes = Math.max(this.peakBytes, held);
      position = next;
      if (this.#random() < 0.3) await this.#pause();
    }
  }

  async #ack(i: number, ownership: number | undefined, next: number): Promise<void> {
    if (this.#ownership[i] !== ownership) this.faults.push(`acknowledged ${next} of ${i} after it was lost`);
    await this.#pause();
    this.#mayFail();
    for (let message = 0; message < next; message++) {
      if (!this.durable[i]?.has(message)) this.faults.push(`acknowledged ${next} of ${i} without ${message}`);
    }
    if (next < (this.committed[i] ?? 0)) this.faults.push(`acknowledged ${next} of ${i} after more`);
    this.committed[i] = next;
    const left = (this.#accepted[i] ?? []).filter((accepted) => accepted.next > next);
    this.#accepted[i] = left;
  }

  #forget(i: number): void {
    this.#ownership[i] = (this.#ownership[i] ?? 0) + 1;
    this.#accepted[i] = [];
  }

  /** True while a fenced partition that will be read again is not. */
  #isBehind(): boolean {
    return this.#weather.canRewind && this.committed.some((position) => position < this.#weather.messages);
  }

  #partition(i: number): Partition {
    return { stream: 's', partition: i };
  }

  #mayFail(): void {
    if (this.#random() * 100 < this.#weather.failPercent)
      throw new ScrubjayError('SJ_KAFKA_FAILED', 'by chance.');
  }

  #pause(): Promise<void> {
    const ms = 1 + Math.floor(this.#random() * this.#weather.maxDelayMs);
    return new Promise((resolve) => void this.#clock.after(ms, resolve));
  }
}
