import { createCanonicalWriter, type FrameInput } from '@scrubjay/frame';
import type { Stage } from '@scrubjay/pipeline';
import { hourMs, objectKey, strayKey, type FlushPosition } from './grouping.js';
import { FlushObjects } from './flush-objects.js';
import { LinePool } from './line-pool.js';
import { tallyOf } from './tally.js';
import type { SinkOutput } from './target.js';

export interface SinkStageOptions {
  /** Level of gzip, 1 to 9. */
  readonly compressionLevel: number;
  /** Hours before ingest's custody from which on a record's own hour gets no object of its own. */
  readonly lateAfterHours: number;
}

/**
 * Groups scrubbed records by service and UTC hour of their own time, one object each; late ones of a service share
 * one. Keys depend only on stream, partition and first offset of the batch and on what is in it, so a batch that is
 * done again writes the same keys.
 */
export function createSinkStage(options: SinkStageOptions): Stage<FrameInput, SinkOutput> {
  const pool = new LinePool();
  return {
    async process(batch) {
      const objects = new FlushObjects(options, pool);
      for (const { frame } of batch.messages) {
        const writer = createCanonicalWriter(frame, { observedAtMs: frame.ingestedAtMs });
        for (let index = 0; index < frame.lengths.length; index += 1) {
          objects.write(writer, frame, Math.floor(writer.read(index) / hourMs));
        }
        await objects.settleDue();
      }
      if (batch.messages.length === 0) return [];
      const position: FlushPosition = { ...batch.partition, first: batch.first };
      const built = await objects.build(
        (group) => objectKey(group, position),
        (group, hours) => strayKey(group, position, hours),
      );
      return [...built, tallyOf(batch.messages)];
    },
  };
}
