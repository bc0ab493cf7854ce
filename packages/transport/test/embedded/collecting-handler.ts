import type { Partition, SourceBatch, SourceHandler, SourceMessage } from '@scrubjay/pipeline';

/** Keeps what a source hands over, and acknowledges every batch at once unless told otherwise. */
export class CollectingHandler implements SourceHandler<SourceMessage> {
  readonly batches: SourceBatch<SourceMessage>[] = [];
  readonly #onBatch: (batch: SourceBatch<SourceMessage>) => Promise<void>;

  constructor(onBatch: (batch: SourceBatch<SourceMessage>) => Promise<void> = ({ ack }) => ack()) {
    this.#onBatch = onBatch;
  }

  async onBatch(batch: SourceBatch<SourceMessage>): Promise<void> {
    this.batches.push(batch);
    await this.#onBatch(batch);
  }

  onAssigned(partitions: readonly Partition[]): Promise<void> {
    throw new Error(`A file is never announced: ${partitions.length}`);
  }

  onRevoked(partitions: readonly Partition[]): Promise<void> {
    throw new Error(`A file is never revoked: ${partitions.length}`);
  }

  get messages(): SourceMessage[] {
    return this.batches.flatMap((batch) => batch.messages);
  }

  get texts(): string[] {
    return this.messages.map(({ value }) => value?.toString() ?? '');
  }

  get streams(): string[] {
    return [...new Set(this.batches.map(({ partition }) => partition.stream))];
  }
}
