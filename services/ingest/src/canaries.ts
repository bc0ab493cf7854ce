import { canariesAt, canaryService, FrameBuilder, type CanaryKind, type FrameOutput } from '@scrubjay/frame';
import type { Partition, StageBatch, SourceMessage, Stage, Target } from '@scrubjay/pipeline';

export interface CanaryOptions {
  /** How often canaries are sent from each partition, at most; 0: never. Milliseconds. */
  readonly intervalMs: number;
  readonly kinds: readonly CanaryKind[];
  readonly environment: string;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Told of canaries that go out. */
  readonly onSent: (count: number) => void;
}

interface Sent {
  readonly offset: number;
  readonly atMs: number;
}

/** Sends synthetic records along with real ones, so that the sink can tell whether what is sent is scrubbed. */
export class Canaries {
  readonly #options: CanaryOptions;
  readonly #sent = new Map<string, Sent>();

  constructor(options: CanaryOptions) {
    this.#options = options;
  }

  /** The stage with canaries in its output, in a frame of their own behind those of the batch. */
  around(stage: Stage<SourceMessage, FrameOutput>): Stage<SourceMessage, FrameOutput> {
    return {
      process: async (batch) => {
        const outputs = await stage.process(batch);
        const canary = this.#due(batch);
        return canary === undefined ? outputs : [...outputs, canary];
      },
    };
  }

  /**
   * The target that makes them forget what they sent wherever a partition changes hands: whether that was delivered is
   * not known then, and nothing must be missed that never went out.
   */
  watch<T>(target: Target<T>): Target<T> {
    return {
      deliver: (delivery) => target.deliver(delivery),
      onAssigned: async (partitions) => {
        this.#forget(partitions);
        await target.onAssigned?.(partitions);
      },
      onRevoked: async (partitions) => {
        this.#forget(partitions);
        await target.onRevoked?.(partitions);
      },
      end: async () => target.end?.(),
      close: () => target.close(),
    };
  }

  #due({ partition, messages }: StageBatch<SourceMessage>): FrameOutput | undefined {
    const { intervalMs, kinds, environment, now, onSent } = this.#options;
    const [message] = messages;
    if (message === undefined || intervalMs === 0) return undefined;
    const name = `${partition.stream}\n${partition.partition}`;
    const offset = Number(message.offset);
    const atMs = now();
    const last = this.#sent.get(name);
    if (last !== undefined && atMs - last.atMs < intervalMs && atMs >= last.atMs) return undefined;
    // The source went back: what was sent from there on counts as never sent.
    const previous = last !== undefined && last.offset < offset ? last.offset : undefined;
    this.#sent.set(name, { offset, atMs });
    const builder = new FrameBuilder({
      ...{ ...partition, environment, service: canaryService, format: 'json', schemaId: '' },
      ingestedAtMs: atMs,
    });
    const canaries = canariesAt({ ...partition, offset }, kinds, previous);
    for (const { record } of canaries) builder.add(record, message.offset, atMs);
    onSent(canaries.length);
    return { to: 'raw', frame: builder.build() };
  }

  #forget(partitions: readonly Partition[]): void {
    for (const { stream, partition } of partitions) this.#sent.delete(`${stream}\n${partition}`);
  }
}
