import { createCanonicalWriter, type Frame, type FrameInput } from '@scrubjay/frame';
import type { Stage } from '@scrubjay/pipeline';
import { groupOf, hourMs, objectKey, type Group } from './grouping.js';
import { LinePool } from './line-pool.js';
import { ObjectBuilder, type ObjectOutput } from './object-builder.js';
import type { SinkOutput } from './target.js';

/**
 * Groups scrubbed records by service and UTC hour of their own time, one object each. Keys depend only on stream,
 * partition and first offset of the batch, so a batch that is done again writes the same keys.
 */
export function createSinkStage(options: {
  readonly compressionLevel: number;
}): Stage<FrameInput, SinkOutput> {
  const pool = new LinePool();
  const build = async (object: ObjectBuilder, key: string): Promise<ObjectOutput> => {
    const built = await object.build(key);
    pool.give(object.lines);
    return built;
  };
  return {
    async process(batch) {
      const objects = new Map<string, ObjectBuilder>();
      const open = (group: Group): ObjectBuilder =>
        new ObjectBuilder(group, options.compressionLevel, pool.take());
      for (const { frame } of batch.messages) {
        addFrame(objects, frame, open);
        for (const object of objects.values()) if (object.isDue) await object.settle();
      }
      const position = { ...batch.partition, first: batch.first };
      return Promise.all(
        [...objects.values()].map((object) => build(object, objectKey(object.group, position))),
      );
    },
  };
}

function addFrame(
  objects: Map<string, ObjectBuilder>,
  frame: Frame,
  open: (group: Group) => ObjectBuilder,
): void {
  const writer = createCanonicalWriter(frame, { observedAtMs: frame.ingestedAtMs });
  let object: ObjectBuilder | undefined;
  let objectHour: number | undefined;
  for (let index = 0; index < frame.lengths.length; index += 1) {
    const hour = Math.floor(writer.read(index) / hourMs);
    if (object === undefined || hour !== objectHour) {
      object = objectFor(objects, frame, hour, open);
      objectHour = hour;
    }
    writer.write(object.lines);
    object.count(frame.ingestedAtMs);
  }
}

function objectFor(
  objects: Map<string, ObjectBuilder>,
  frame: Frame,
  hour: number,
  open: (group: Group) => ObjectBuilder,
): ObjectBuilder {
  const name = `${frame.service}\n${hour}`;
  const known = objects.get(name);
  if (known !== undefined) return known;
  const object = open(groupOf(frame, hour));
  objects.set(name, object);
  return object;
}
