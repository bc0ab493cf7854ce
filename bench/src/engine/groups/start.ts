import { measureColdStart, type ColdStart } from '@scrubjay/measure';
import { figure, type Figure } from '../../report/index.js';
import type { Group } from '../context.js';

const title = 'Start';

/** Compiling the rules and the first frames, each in a thread in which nothing ran before. */
export const startGroup: Group = {
  name: 'start',
  title,
  measure: async ({ sources, corpora, ruleset, options }) => {
    const [frame] = corpora.flatMap((corpus) => corpus.frames);
    if (frame === undefined) return { figures: [], plots: [] };
    const starts = await measureColdStart(sources, frame, options.rounds);
    const row = (
      id: string,
      name: string,
      valueOf: (start: ColdStart) => number,
      details: Figure['details'],
    ): Figure =>
      figure({ id, group: title, name, unit: 'ms', better: 'less', samples: starts.map(valueOf), details });
    const { length: bytes } = frame.bytes;
    const figures = [
      row('start/compile', 'compiling the rules', ({ compileMs }) => compileMs, {
        detectors: ruleset.detectors.length,
      }),
      row('start/first-frame', 'first frame', ({ firstFrameMs }) => firstFrameMs, { bytes }),
      row('start/second-frame', 'the same frame again', ({ secondFrameMs }) => secondFrameMs, { bytes }),
    ];
    return { figures, plots: [] };
  },
};
