import { redactRecord, type FrameBytes, type RecordResult } from '@scrubjay/engine';
import { hostileShapes } from '@scrubjay/fuzz';
import { benchContext, engineTask, measureSpeeds, type Speed } from '@scrubjay/measure';
import { figure } from '../../report/index.js';
import type { Group } from '../context.js';
import { pointOf, speedFigure } from '../speed-figure.js';

const title = 'Hostile inputs';
/** Many small records, and one that fills its frame. Bytes. */
const lengths = [1_000, 100_000];
const frameBytes = 100_000;

type Shape = (typeof hostileShapes)[number];

interface Input {
  readonly shape: Shape;
  readonly length: number;
  readonly frame: FrameBytes;
}

function inputOf(shape: Shape, length: number, bytes: number): Input {
  const record = Buffer.concat([shape.build(length), Buffer.from('\n')]);
  const records = Array.from({ length: Math.max(1, Math.floor(bytes / length)) }, () => record);
  const frame: FrameBytes = {
    bytes: Buffer.concat(records),
    lengths: Uint32Array.from(records, (one) => one.length),
    format: shape.format,
  };
  return { shape, length, frame };
}

const outcomeOf = (result: RecordResult): string =>
  result.kind === 'withheld' ? `withheld: ${result.reason}` : result.kind;

/** The speed of the slowest input in each round. */
function slowestOf(speeds: readonly Speed[]): number[] {
  const rounds = speeds[0]?.mbPerSecond ?? [];
  return rounds.map((_, round) =>
    Math.min(...speeds.map(({ mbPerSecond }) => mbPerSecond[round] ?? Infinity)),
  );
}

/** The engine on the shapes of `npm run fuzz -- hostile`, within the limits that are in force by default. */
export const hostileGroup: Group = {
  name: 'hostile',
  title,
  measure: async ({ ruleset, recordSizes, bytes, options }) => {
    const largest = recordSizes.at(-1) ?? 0;
    const inputs = lengths
      .filter((length) => length <= largest)
      .flatMap((length) => hostileShapes.map((shape) => inputOf(shape, length, Math.min(bytes, frameBytes))));
    const works = inputs.map(({ shape, length, frame }) => {
      return { task: engineTask(`${shape.name}, ${length} bytes`, ruleset, [frame]), frames: [frame] };
    });
    const speeds = await measureSpeeds(works, options);
    const context = benchContext();
    const rows = inputs.flatMap(({ shape, length, frame }, at) => {
      const speed = speeds[at];
      if (speed === undefined) return [];
      const record = frame.bytes.subarray(0, (frame.lengths[0] ?? 1) - 1);
      const details = { outcome: outcomeOf(redactRecord(ruleset, record, shape.format, context)) };
      const id = `hostile/${length}/${shape.name.replaceAll(' ', '-')}`;
      return [{ shape, length, figure: speedFigure(id, title, speed, { details }) }];
    });
    const slowest = figure({
      id: 'hostile/slowest',
      group: title,
      name: 'the slowest of each round',
      unit: 'MB/s',
      better: 'more',
      samples: slowestOf(speeds),
    });
    const series = lengths.map((length) => ({
      name: `${length} bytes`,
      points: rows.filter((row) => row.length === length).map((row) => pointOf(row.shape.name, row.figure)),
    }));
    const drawn = series.filter(({ points }) => points.length > 0);
    const labels = { xLabel: '', yLabel: 'MB/s', yLog: true };
    return {
      figures: [slowest, ...rows.map((row) => row.figure)],
      plots: [{ file: 'hostile', title, kind: 'bars', ...labels, series: drawn }],
    };
  },
};
