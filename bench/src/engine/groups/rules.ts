import { measureRuleSizes, mostRules, ratiosOf, sampleFrames } from '@scrubjay/measure';
import type { Group } from '../context.js';
import { pointOf, ratioFigure, speedFigure } from '../speed-figure.js';

const title = 'Number of rules';
/** The two counts that the design compares. */
const [few, many] = [120, 500];

/** The engine with 1 to 500 rules on the same logs. */
export const rulesGroup: Group = {
  name: 'rules',
  title,
  measure: async ({ sources, corpora, ruleSizes, sampleBytes, options }) => {
    const most = mostRules(sources);
    const frames = sampleFrames(
      corpora.flatMap((corpus) => corpus.frames),
      sampleBytes,
    );
    const sizes = ruleSizes.filter((size) => size <= most);
    const measured = await measureRuleSizes(sources, sizes, frames, options);
    const rows = measured.map(({ rules, patterns, speed }) => ({
      rules,
      figure: speedFigure(`rules/${rules}`, title, speed, { details: { patterns } }),
    }));
    const speedWith = (count: number) => measured.find(({ rules }) => rules === count)?.speed;
    const [fewer, more] = [speedWith(few), speedWith(many)];
    const ratios =
      fewer === undefined || more === undefined
        ? []
        : [
            ratioFigure(
              `rules/${many}-against-${few}`,
              title,
              `time of ${many} rules against ${few}`,
              ratiosOf(fewer, more),
              'less',
            ),
          ];
    const points = rows.map((row) => pointOf(row.rules, row.figure));
    const labels = { xLabel: 'rules', yLabel: 'MB/s', xLog: true, yLog: true };
    return {
      figures: [...rows.map((row) => row.figure), ...ratios],
      plots: [{ file: 'rules', title, kind: 'lines', ...labels, series: [{ name: 'engine', points }] }],
    };
  },
};
