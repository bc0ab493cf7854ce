import { createCanonicalWriter, type FrameInput } from '@scrubjay/frame';
import type { Stage } from '@scrubjay/pipeline';
import { withholds } from './audit/alarm.js';
import type { Auditor } from './audit/auditor.js';
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
 * Has everything looked at once more, and groups scrubbed records by service and UTC hour of their own time, one object each; late ones of a service share
 * one. What did not pass the second look is marked to be withheld. Keys depend only on stream, partition and first offset of the batch and on what is in it, so a batch that is
 * done again writes the same keys.
 */
export function createSinkStage(options: SinkStageOptions, auditor: Auditor): Stage<FrameInput, SinkOutput> {
  const pool = new LinePool();
  return {
    async process(batch) {
      const { rest: messages, alarms } = await auditor.inspect(batch.messages);
      const objects = new FlushObjects(options, pool);
      for (const { frame } of messages) {
        const writer = createCanonicalWriter(frame, { observedAtMs: frame.ingestedAtMs });
        for (let index = 0; index < frame.lengths.length; index += 1) {
          objects.write(writer, frame, Math.floor(writer.read(index) / hourMs));
        }
        await objects.settleDue();
      }
      const position: FlushPosition = { ...batch.partition, first: batch.first };
      const built = await objects.build(
        (group) => objectKey(group, position),
        (group, hours) => strayKey(group, position, hours),
      );
      const outputs: readonly SinkOutput[] = built.map((object) => ({
        ...object,
        isHeld: withholds(alarms, object.group.service),
      }));
      return [
        ...outputs,
        ...(messages.length === 0 ? [] : [tallyOf(messages)]),
        ...(alarms.length === 0 ? [] : [{ kind: 'alarms', alarms } as const]),
      ];
    },
  };
}
