import { setTimeout as sleep } from 'node:timers/promises';
import { partitions, type World } from '@scrubjay/e2e';
import type { Payload } from './payload.js';
import { codecs, type CodecName } from './settings.js';

type Producer = ReturnType<ReturnType<World['kafka']['newClient']>['producer']>;

/** What was sent to the input topic. */
export interface Sent {
  readonly messages: number;
  readonly bytes: number;
  readonly seconds: number;
}

const preloadBytes = 2_000_000;
const tickMs = 25;
/** Requests under way at once: a slow answer must not hold the pace up. */
const maxUnderWay = 8;

/** Plays the applications: sends the payload over and over, all partitions in turn. */
export class LoadGenerator {
  readonly #world: World;
  readonly #payload: Payload;
  readonly #codec: CodecName;
  readonly #producer: Producer;
  #next = 0;

  constructor(world: World, payload: Payload, codec: CodecName) {
    this.#world = world;
    this.#payload = payload;
    this.#codec = codec;
    this.#producer = world.kafka.newClient().producer({ allowAutoTopicCreation: false });
  }

  connect(): Promise<void> {
    return this.#producer.connect();
  }

  close(): Promise<void> {
    return this.#producer.disconnect();
  }

  /** As fast as it goes, at least so many bytes. */
  async preload(bytes: number): Promise<Sent> {
    const started = performance.now();
    const sent = { messages: 0, bytes: 0 };
    while (sent.bytes < bytes) await this.#send(Math.min(preloadBytes, bytes - sent.bytes), sent);
    return { ...sent, seconds: (performance.now() - started) / 1000 };
  }

  /** At a steady pace. Where the broker cannot keep it, fewer bytes are sent: the result says how many. */
  async pace(bytesPerSecond: number, seconds: number): Promise<Sent> {
    const started = performance.now();
    const sent = { messages: 0, bytes: 0 };
    const underWay = new Set<Promise<void>>();
    for (;;) {
      const elapsed = (performance.now() - started) / 1000;
      if (elapsed >= seconds) break;
      const due = elapsed * bytesPerSecond - sent.bytes;
      if (due > 0) {
        const request = this.#send(due, sent);
        underWay.add(request);
        void request.finally(() => underWay.delete(request));
      }
      if (underWay.size >= maxUnderWay) await Promise.race(underWay);
      else await sleep(tickMs);
    }
    await Promise.all(underWay);
    return { ...sent, seconds: (performance.now() - started) / 1000 };
  }

  async #send(bytes: number, sent: { messages: number; bytes: number }): Promise<void> {
    const { messages: all } = this.#payload;
    const timestamp = String(Date.now());
    const messages = [];
    for (let taken = 0; taken < bytes; this.#next += 1) {
      const message = all[this.#next % all.length];
      if (message === undefined) break;
      messages.push({
        ...message,
        headers: { ...message.headers },
        timestamp,
        partition: this.#next % partitions,
      });
      taken += message.value.length;
      sent.bytes += message.value.length;
    }
    sent.messages += messages.length;
    const { input: topic } = this.#world.topics;
    await this.#producer.sendBatch({
      topicMessages: [{ topic, messages }],
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the protocol's own numbers
      compression: codecs[this.#codec],
    });
  }
}
