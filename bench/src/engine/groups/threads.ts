import { measureThreads, totalsOf } from '@scrubjay/measure';
import { figure } from '../../report/index.js';
import type { Group } from '../context.js';
import { ratioFigure } from '../speed-figure.js';

const title = 'Threads';

/** The engine in one worker thread and in two, over the same frames. */
export const threadsGroup: Group = {
  name: 'threads',
  title,
  measure: async ({ sources, corpora, options }) => {
    const frames = corpora.flatMap((corpus) => corpus.frames);
    const { bytes, records } = totalsOf(frames);
    const times = await measureThreads(2, sources, frames, options);
    const speeds = times.map(({ threads, ms }) =>
      figure({
        id: `threads/${threads}`,
        group: title,
        name: threads === 1 ? '1 thread' : `${threads} threads`,
        unit: 'MB/s',
        better: 'more',
        samples: ms.map((one) => bytes / 1000 / one),
        details: { bytes, records },
      }),
    );
    const [one, two] = times;
    const ratios = (one?.ms ?? []).map((ms, round) => ms / (two?.ms[round] ?? NaN));
    return {
      figures: [...speeds, ratioFigure('threads/2-against-1', title, '2 against 1', ratios)],
      plots: [],
    };
  },
};
