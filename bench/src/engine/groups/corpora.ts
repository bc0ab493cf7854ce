import { measureClean, measureCorpora } from '@scrubjay/measure';
import type { Group } from '../context.js';
import { pointOf, speedFigure } from '../speed-figure.js';

const title = 'Engine on logs';

/** The engine on each file, on all together, and on their records without findings. */
export const corporaGroup: Group = {
  name: 'corpora',
  title,
  measure: async ({ ruleset, corpora, options }) => {
    const { each, all, densest, memcpy } = await measureCorpora(ruleset, corpora, options);
    const frames = corpora.flatMap((corpus) => corpus.frames);
    const clean = await measureClean(ruleset, frames, options);
    const files = each.map((speed) =>
      speedFigure(`corpora/file/${speed.name}`, title, speed, {
        details: speed === densest ? { note: 'densest' } : {},
      }),
    );
    const figures = [
      speedFigure('corpora/all', title, all, { name: 'all together' }),
      speedFigure('corpora/densest', title, densest, { name: `densest: ${densest.name}` }),
      ...(clean === undefined ? [] : [speedFigure('corpora/clean', title, clean)]),
      speedFigure('corpora/memcpy', title, memcpy),
      ...files,
    ];
    const points = figures.filter(({ id }) => id !== 'corpora/memcpy').map((one) => pointOf(one.name, one));
    const plot = { file: 'corpora', title, kind: 'bars' as const, xLabel: '', yLabel: 'MB/s' };
    return { figures, plots: [{ ...plot, series: [{ name: 'engine', points }] }] };
  },
};
