import { setTimeout as sleep } from 'node:timers/promises';
import { partitions, type World } from '@scrubjay/e2e';
import type { Payload } from './payload.js';
import { ProduceSocket } from './produce-socket.js';
import { encodeBatches, stampBatch, type EncodedBatch } from './record-batches.js';
import type { CodecName } from './settings.js';

/** What was sent to the input topic. */
export interface Sent {
  readonly messages: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** Raw bytes of a record batch: a busy application's when a backlog is written, a usual one at a steady pace. */
const backlogBatchBytes = 333_000;
const pacedBatchBytes = 48_000;
const tickMs = 25;
/** Requests under way at once: a slow answer must not hold the pace up. */
const maxUnderWay = 8;

interface Tally {
  messages: number;
  bytes: number;
}

/** Plays the applications: sends the payload over and over, all partitions in turn. It is encoded beforehand. */
export class LoadGenerator {
  readonly #socket: ProduceSocket;
  readonly #large: readonly EncodedBatch[];
  readonly #small: readonly EncodedBatch[];
  #next = 0;

  private constructor(socket: ProduceSocket, large: readonly EncodedBatch[], small: readonly EncodedBatch[]) {
    this.#socket = socket;
    this.#large = large;
    this.#small = small;
  }

  static async open(world: World, payload: Payload, codec: CodecName): Promise<LoadGenerator> {
    const large = await encodeBatches(payload, codec, backlogBatchBytes);
    const small = await encodeBatches(payload, codec, pacedBatchBytes);
    return new LoadGenerator(
      await ProduceSocket.open(world.brokers[0] ?? '', world.topics.input),
      large,
      small,
    );
  }

  close(): void {
    this.#socket.close();
  }

  /** As fast as it goes, at least so many bytes. */
  async preload(bytes: number): Promise<Sent> {
    const started = performance.now();
    const sent = { messages: 0, bytes: 0 };
    const underWay = new Set<Promise<void>>();
    while (sent.bytes < bytes) {
      track(underWay, this.#send(this.#large, partitions, sent));
      if (underWay.size >= maxUnderWay) await Promise.race(underWay);
    }
    await Promise.all(underWay);
    return { ...sent, seconds: (performance.now() - started) / 1000 };
  }

  /** At a steady pace. Where the broker cannot keep it, fewer bytes are sent: the result says how many. */
  pace(bytesPerSecond: number, seconds: number): Promise<Sent> {
    return this.#keepUp(seconds, this.#small, (elapsed) => elapsed * bytesPerSecond);
  }

  /** For so long, as much as keeps `ahead` bytes waiting beyond those that `taken` says were read. */
  feed(seconds: number, ahead: number, taken: () => number): Promise<Sent> {
    return this.#keepUp(seconds, this.#large, () => taken() + ahead);
  }

  /** Until the time is over, sends up to the bytes that are due at each moment. */
  async #keepUp(
    seconds: number,
    batches: readonly EncodedBatch[],
    dueAt: (elapsed: number) => number,
  ): Promise<Sent> {
    const started = performance.now();
    const sent = { messages: 0, bytes: 0 };
    const underWay = new Set<Promise<void>>();
    for (;;) {
      const elapsed = (performance.now() - started) / 1000;
      if (elapsed >= seconds) break;
      if (underWay.size >= maxUnderWay) await Promise.race(underWay);
      else if (sent.bytes < dueAt(elapsed)) track(underWay, this.#send(batches, 1, sent));
      else await sleep(tickMs);
    }
    await Promise.all(underWay);
    return { ...sent, seconds: (performance.now() - started) / 1000 };
  }

  /** One batch for each of `count` partitions. */
  async #send(batches: readonly EncodedBatch[], count: number, sent: Tally): Promise<void> {
    const now = Date.now();
    const request: [number, Buffer][] = [];
    for (let index = 0; index < count; index += 1, this.#next += 1) {
      const batch = batches[this.#next % batches.length];
      if (batch === undefined) break;
      stampBatch(batch, now);
      // A copy: the socket may still hold on to it when its turn comes again.
      request.push([this.#next % partitions, Buffer.from(batch.encoded)]);
      sent.messages += batch.messages;
      sent.bytes += batch.bytes;
    }
    await this.#socket.send(request);
  }
}

function track(underWay: Set<Promise<void>>, request: Promise<void>): void {
  const done = request.finally(() => underWay.delete(done));
  underWay.add(done);
}
