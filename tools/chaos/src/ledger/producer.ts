import { setTimeout as sleep } from 'node:timers/promises';
import { compressions, partitions, type GrowingLoad, type World } from '@scrubjay/e2e';
import kafkajs, { type Message, type Producer } from 'kafkajs';
import { Tally } from './ledger.js';

const { CompressionTypes, Partitioners } = kafkajs;
const tickMs = 100;
/** What has piled up while the brokers were away is not sent in one go. */
const mostAtOnce = 1_000;

/**
 * The application: writes the records of a load at a steady pace, each until a broker has confirmed it. It is connected to
 * the brokers directly and plain: where a confirmation was lost it writes again, so the input topic may hold a record
 * twice. What counts is what that topic holds.
 */
export class Application {
  readonly #world: World;
  readonly #load: GrowingLoad;
  readonly #perSecond: number;
  #producer: Producer | undefined;
  /** The ids of messages that were confirmed. */
  readonly confirmed: Tally;
  #sent = 0;
  #failures = 0;
  #isStopped = false;
  #running: Promise<void> = Promise.resolve();

  constructor(world: World, load: GrowingLoad, perSecond: number) {
    this.#world = world;
    this.#load = load;
    this.#perSecond = perSecond;
    this.confirmed = new Tally(load.ids);
  }

  /** Messages that were confirmed. */
  get sent(): number {
    return this.#sent;
  }

  /** Requests that failed and were made again. */
  get failures(): number {
    return this.#failures;
  }

  start(): void {
    this.#running = this.#work();
  }

  /** Ends with what is confirmed. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
    await this.#producer?.disconnect().catch(() => undefined);
  }

  async #work(): Promise<void> {
    const begun = performance.now();
    for (let turn = 0; !this.#isStopped; turn += 1) {
      const due = Math.floor(((performance.now() - begun) / 1000) * this.#perSecond);
      const messages = this.#load.take(Math.min(due - this.#sent, mostAtOnce));
      if (due > this.#sent && messages.length === 0) return;
      if (messages.length > 0) await this.#send(messages, turn);
      for (const { value } of messages) if (value !== null) this.confirmed.add(Buffer.from(value));
      this.#sent += messages.length;
      await sleep(tickMs);
    }
  }

  async #send(messages: readonly Message[], turn: number): Promise<void> {
    const topic = this.#world.topics.input;
    const compression = compressions[turn % compressions.length] ?? CompressionTypes.None;
    // To one partition at a time: kafkajs loses messages of larger requests (docs/decisions/0005).
    const placed = messages.map((message) => ({ ...message, partition: turn % partitions }));
    for (;;) {
      try {
        this.#producer ??= await this.#connect();
        await this.#producer.send({ topic, messages: placed, compression, acks: -1 });
        return;
      } catch {
        this.#failures += 1;
        await this.#producer?.disconnect().catch(() => undefined);
        this.#producer = undefined;
        await sleep(tickMs);
      }
    }
  }

  async #connect(): Promise<Producer> {
    const producer = this.#world.kafka
      .newClient(2)
      .producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    return producer;
  }
}
