import { engineTask, framesOf, measureSpeeds, memcpyTask } from '@scrubjay/measure';
import { generateNegatives } from '../../accuracy/negatives.js';
import type { BenchContext, Group } from '../context.js';
import { isClean, makePools, mixRecords } from '../data/pools.js';
import { pointOf, speedFigure } from '../speed-figure.js';

const title = 'Share of lines with findings';
const shares = [0, 1, 10, 100];
/** A line of generated logs is about so long. Bytes. */
const bytesPerLine = 300;
const fewestGenerated = 100;
const mostGenerated = 6_000;

/** Enough records for lines with and without findings, and not so many that telling them apart takes long. */
const countOf = (bytes: number): number =>
  Math.max(fewestGenerated, Math.min(mostGenerated, Math.ceil(bytes / bytesPerLine)));

/** Lines that look like findings and are none, as many as fill the data. */
function nearMisses({ ruleset, seed, bytes }: BenchContext): Buffer[] {
  const records: Buffer[] = [];
  let filled = 0;
  for (const line of generateNegatives(seed, Math.ceil(bytes / 40))) {
    if (filled >= bytes) break;
    if (!isClean(ruleset, line.bytes)) continue;
    records.push(line.bytes);
    filled += line.bytes.length + 1;
  }
  return records;
}

/** Generated logs of which 0, 1, 10 and 100 % of the lines have findings, and near misses. */
export const mixGroup: Group = {
  name: 'mix',
  title,
  measure: async (context) => {
    const { ruleset, seed, bytes, options } = context;
    const pools = makePools(ruleset, seed, countOf(bytes));
    const data = [
      ...shares.map((share) => ({
        id: `${share}`,
        name: `${share} %`,
        records: mixRecords(pools, share, bytes),
      })),
      { id: 'near-misses', name: 'near misses', records: nearMisses(context) },
    ].map(({ records, ...rest }) => ({ ...rest, frames: framesOf(records) }));
    const copied = data[0]?.frames ?? [];
    const works = data.map(({ name, frames }) => ({ task: engineTask(name, ruleset, frames), frames }));
    const [memcpy, ...speeds] = await measureSpeeds(
      [{ task: memcpyTask(copied), frames: copied }, ...works],
      options,
    );
    const engine = speeds.map((speed, at) => speedFigure(`mix/${data[at]?.id ?? ''}`, title, speed));
    const points = engine.map((one) => pointOf(one.name, one));
    const copy = memcpy === undefined ? [] : [speedFigure('mix/memcpy', title, memcpy)];
    const plot = { file: 'mix', title, kind: 'bars' as const, xLabel: '', yLabel: 'MB/s' };
    return { figures: [...engine, ...copy], plots: [{ ...plot, series: [{ name: 'engine', points }] }] };
  },
};
