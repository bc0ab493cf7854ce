import { createCanonicalWriter, type Frame, type FrameInput } from '@scrubjay/frame';
import type { Stage } from '@scrubjay/pipeline';
import { groupOf, hourMs, objectKey } from './grouping.js';
import { ObjectBuilder } from './object-builder.js';
import type { SinkOutput } from './target.js';

/**
 * Groups scrubbed records by service and UTC hour of their own time, one object each. Keys depend only on stream,
 * partition and first offset of the batch, so a batch that is done again writes the same keys.
 */
export function createSinkStage(options: {
  readonly compressionLevel: number;
}): Stage<FrameInput, SinkOutput> {
  return {
    async process(batch) {
      const objects = new Map<string, ObjectBuilder>();
      for (const { frame } of batch.messages) {
        addFrame(objects, frame, options.compressionLevel);
        for (const object of objects.values()) if (object.isDue) await object.settle();
      }
      const position = { ...batch.partition, first: batch.first };
      return Promise.all(
        [...objects.values()].map((object) => object.build(objectKey(object.group, position))),
      );
    },
  };
}

function addFrame(objects: Map<string, ObjectBuilder>, frame: Frame, level: number): void {
  const writer = createCanonicalWriter(frame, { observedAtMs: frame.ingestedAtMs });
  let object: ObjectBuilder | undefined;
  let objectHour: number | undefined;
  for (let index = 0; index < frame.lengths.length; index += 1) {
    const { line, timeMs } = writer.write(index);
    const hour = Math.floor(timeMs / hourMs);
    if (object === undefined || hour !== objectHour) {
      object = objectFor(objects, frame, hour, level);
      objectHour = hour;
    }
    object.add(line, frame.ingestedAtMs);
  }
}

function objectFor(
  objects: Map<string, ObjectBuilder>,
  frame: Frame,
  hour: number,
  level: number,
): ObjectBuilder {
  const name = `${frame.service}\n${hour}`;
  const known = objects.get(name);
  if (known !== undefined) return known;
  const object = new ObjectBuilder(groupOf(frame, hour), level);
  objects.set(name, object);
  return object;
}
