import { engineTask, framesOf, measureSpeeds, memcpyTask } from '@scrubjay/measure';
import type { Group } from '../context.js';
import { sizedRecords, textPieces } from '../data/sized-records.js';
import { pointOf, speedFigure } from '../speed-figure.js';

const title = 'Size of records';
const formats = ['text', 'json'] as const;

/** The same text cut into records of 100 bytes to 100 KB, plain and as JSON. */
export const recordSizesGroup: Group = {
  name: 'record-sizes',
  title,
  measure: async ({ ruleset, seed, bytes, recordSizes, options }) => {
    const pieces = textPieces(seed);
    const data = formats.flatMap((format) =>
      recordSizes.map((size) => ({
        format,
        size,
        frames: framesOf(sizedRecords(pieces, format, size, bytes)),
      })),
    );
    const copied = data[0]?.frames ?? [];
    const works = data.map(({ format, size, frames }) => {
      return { task: engineTask(`${format}, ${size} bytes`, ruleset, frames), frames };
    });
    const [memcpy, ...speeds] = await measureSpeeds(
      [{ task: memcpyTask(copied), frames: copied }, ...works],
      options,
    );
    const engine = data.flatMap(({ format, size }, at) => {
      const speed = speeds[at];
      if (speed === undefined) return [];
      return [{ format, size, figure: speedFigure(`record-sizes/${format}/${size}`, title, speed) }];
    });
    const series = formats.map((format) => ({
      name: format,
      points: engine.filter((one) => one.format === format).map((one) => pointOf(one.size, one.figure)),
    }));
    const copy = memcpy === undefined ? [] : [speedFigure('record-sizes/memcpy', title, memcpy)];
    const labels = { xLabel: 'bytes of a record', yLabel: 'MB/s', xLog: true };
    return {
      figures: [...engine.map((one) => one.figure), ...copy],
      plots: [{ file: 'record-sizes', title, kind: 'lines', ...labels, series }],
    };
  },
};
