import { openFrames, type ServiceContext } from '@scrubjay/boot';
import type { FrameOutput } from '@scrubjay/frame';
import type { Source, SourceMessage, Target } from '@scrubjay/pipeline';
import { createRedactorRunner, redactorConfig, startRedaction } from '@scrubjay/redactor';
import { Gate } from './gate.js';

const stream = 'app';
/** So many that no worker waits for the order of a partition. */
const partitionsPerWorker = 3;

/** Sealed frames over and over, for all partitions side by side, while the gate is open. */
function sourceOf(sealed: readonly Buffer[], partitions: number, gate: Gate): Source<SourceMessage> {
  const own = Array.from({ length: partitions }, (_, partition) => ({ stream, partition }));
  return {
    async run(handler, signal) {
      await handler.onAssigned(own);
      const feed = async (partition: (typeof own)[number]): Promise<void> => {
        for (let offset = 0n; !signal.aborted; offset += 1n) {
          await gate.pass();
          const value = sealed[(Number(offset) + partition.partition) % sealed.length] ?? null;
          const message = { offset, timestampMs: 0, key: null, value, headers: {} };
          await handler.onBatch({
            ...{
              partition,
              messages: [message],
              bytes: value?.length ?? 0,
              first: offset,
              next: offset + 1n,
            },
            ack: () => Promise.resolve(),
          });
        }
      };
      await Promise.all(own.map(feed));
    },
    close: () => Promise.resolve(),
  };
}

/** The redactor's main thread as it runs between two topics, without Kafka: opens, hands to workers, seals. */
export class Consumer {
  /** Of records that came out, since the start. */
  bytesOut = 0;
  readonly #gate = new Gate();
  #end: () => Promise<void> = () => Promise.resolve();

  static async start(context: ServiceContext, workers: number, sealed: readonly Buffer[]): Promise<Consumer> {
    const consumer = new Consumer();
    const options = redactorConfig.parse({ workers });
    const { config, codec, now } = context;
    const redaction = await startRedaction(config, options, { mayMoveFrames: true });
    const target: Target<FrameOutput> = {
      async deliver({ outputs }) {
        for (const { to, frame } of outputs) {
          await codec.seal(to, frame);
          consumer.bytesOut += frame.records.length;
        }
        return { durable: Promise.resolve(), positionCommitted: true };
      },
      close: () => Promise.resolve(),
    };
    const opening = {
      codec,
      now,
      from: 'raw',
      stageName: 'redactor',
      environment: config.environment,
    } as const;
    const runner = await createRedactorRunner(context, options, redaction, {
      source: sourceOf(sealed, workers * partitionsPerWorker, consumer.#gate),
      target,
      open: (stage) => openFrames(stage, opening, (output) => output),
    });
    const ran = runner.run();
    consumer.#end = async () => {
      runner.drain();
      consumer.#gate.open();
      await ran;
    };
    return consumer;
  }

  resume(): void {
    this.#gate.open();
  }

  /** Resolves once nothing comes out any more. */
  async pause(): Promise<void> {
    this.#gate.shut();
    for (let before = -1; before !== this.bytesOut;) {
      before = this.bytesOut;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  close(): Promise<void> {
    return this.#end();
  }
}
