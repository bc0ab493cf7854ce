import { framesOf, recordsOfFrame, totalsOf } from '@scrubjay/measure';
import { figure, type Figure } from '../../report/index.js';
import type { Group } from '../context.js';
import type { LoopRound } from '../loop/messages.js';
import type { Delays } from '../loop/probe.js';
import { watchRedactor } from '../loop/watch.js';

const title = 'Event loop of the redactor';
const frameBytes = 1_048_576;
const workers = [0, 1, 2];

function nameOf(count: number): string {
  if (count === 0) return 'idle';
  return count === 1 ? '1 worker' : `${String(count)} workers`;
}

/** The three figures of one kind of delay; none where it was not measured. */
function delayFigures(
  kind: 'loop' | 'cpu',
  count: number,
  rounds: readonly LoopRound[],
  details: Figure['details'],
): Figure[] {
  const delays = rounds.map((round) => round[kind]).filter((one): one is Delays => one !== undefined);
  if (delays.length === 0) return [];
  const what = kind === 'loop' ? '' : ', CPU time';
  return (['p99', 'p999', 'max'] as const).map((field) =>
    figure({
      id: `loop/${String(count)}-workers/${kind}/${field}`,
      group: title,
      name: `${nameOf(count)}, ${field === 'p999' ? 'p99.9' : field}${what}`,
      unit: 'ms',
      better: 'less',
      samples: delays.map((one) => one[field]),
      details,
    }),
  );
}

/** How long the redactor's main thread does not turn while workers redact frames of 1 MiB, and with nothing to do. */
export const loopGroup: Group = {
  name: 'loop',
  title,
  measure: async ({ corpora, policy, rulesDir, loopMs, options }) => {
    const records = corpora.flatMap((corpus) => corpus.frames.flatMap((frame) => [...recordsOfFrame(frame)]));
    const frames = framesOf(records, frameBytes);
    const order = { policy, rulesDir, frames, workers, rounds: options.rounds, watchMs: loopMs };
    const rounds = await watchRedactor(order);
    const figures = workers.flatMap((count) => {
      const own = rounds.filter((round) => round.workers === count);
      const speed = own.reduce((sum, { mbPerSecond }) => sum + mbPerSecond, 0) / own.length;
      const details = { 'MB/s': speed, frames: frames.length, bytes: totalsOf(frames).bytes };
      return [...delayFigures('loop', count, own, details), ...delayFigures('cpu', count, own, details)];
    });
    return { figures, plots: [] };
  },
};
