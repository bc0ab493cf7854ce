import { createContext, sharedConfig, type ServiceContext } from '@scrubjay/boot';
import type { World } from '@scrubjay/e2e';

type Consumer = ReturnType<ReturnType<World['kafka']['newClient']>['consumer']>;

/** Only these keep the time at which the application sent them; OTLP records carry a time of their own. */
const timedFormats = new Set(['text', 'json']);

/**
 * Reads scrubbed frames as soon as they are committed and compares the clock with the time at which their records were
 * sent: the latency that ingest and redactor add, with the way through three topics.
 */
export class FrameWatch {
  readonly #consumer: Consumer;
  readonly #topic: string;
  readonly #context: ServiceContext;
  /** Opening a frame costs CPU time that the services would need: only every so many are opened. */
  readonly #openEvery: number;
  #latenciesMs: number[] = [];
  #seen = 0;

  private constructor(world: World, context: ServiceContext, openEvery: number) {
    this.#context = context;
    this.#openEvery = openEvery;
    this.#topic = world.topics.scrubbed;
    this.#consumer = world.kafka.newClient().consumer({
      groupId: `${world.groupPrefix}.watch`,
      maxWaitTimeInMs: 50,
      maxBytesPerPartition: 4_194_304,
      readUncommitted: false,
    });
  }

  /** Sees what is committed from now on. */
  static async open(world: World, openEvery: number): Promise<FrameWatch> {
    const { environment, kafka, keys } = world.config();
    const telemetry = { enabled: false, logLevel: 'silent' };
    const config = sharedConfig.parse({ environment, kafka, keys, telemetry });
    const context = await createContext(config, { name: 'bench', opens: ['scrubbed'], seals: [] });
    const watch = new FrameWatch(world, context, openEvery);
    await watch.#start();
    return watch;
  }

  /** Sorted milliseconds of the records seen since the last call. */
  take(): Float64Array {
    const sorted = Float64Array.from(this.#latenciesMs).sort();
    this.#latenciesMs = [];
    return sorted;
  }

  async close(): Promise<void> {
    await this.#consumer.disconnect();
    await this.#context.close();
  }

  async #start(): Promise<void> {
    const joined = new Promise<void>((resolve) => {
      this.#consumer.on(this.#consumer.events.GROUP_JOIN, () => {
        resolve();
      });
    });
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topic: this.#topic, fromBeginning: false });
    await this.#consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const now = Date.now();
        for (const { value } of batch.messages) {
          this.#seen += 1;
          if (value !== null && this.#seen % this.#openEvery === 0) await this.#note(value, now);
        }
      },
    });
    await joined;
  }

  async #note(sealed: Buffer, now: number): Promise<void> {
    const { format, timestampsMs } = await this.#context.codec.open('scrubbed', sealed);
    if (!timedFormats.has(format)) return;
    for (const sentAt of timestampsMs) this.#latenciesMs.push(now - sentAt);
  }
}

/** The value below which the share `q` of the sorted numbers lies; NaN where there are none. */
export function quantile(sorted: Float64Array, q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN;
}
