import type { FrameBytes } from '@scrubjay/engine';
import {
  engineTask,
  jsonSampleOf,
  jsonTask,
  measureSpeeds,
  memcpyTask,
  plainPathTask,
  ratiosOf,
  re2Task,
  sampleFrames,
  type Task,
} from '@scrubjay/measure';
import type { Figure, Plot } from '../../report/index.js';
import type { BenchContext, Group, GroupResult } from '../context.js';
import { pinoTask, redactTask, walkTask } from '../json-baselines.js';
import { pointOf, ratioFigure, speedFigure } from '../speed-figure.js';

interface Contest {
  readonly id: string;
  readonly title: string;
  readonly frames: readonly FrameBytes[];
  readonly baselines: readonly Task[];
}

/** The reference path is so slow that a part of the sample must do. */
const plainShare = 8;

const slug = (name: string): string => name.replaceAll(/[^A-Za-z0-9]+/g, '-').toLowerCase();

/** The engine and baselines on the same bytes in the same rounds, and how many times as fast the engine is. */
async function hold({ ruleset, options }: BenchContext, contest: Contest): Promise<GroupResult> {
  const { id, title, frames, baselines } = contest;
  const tasks = [engineTask('engine', ruleset, frames), ...baselines];
  const [engine, ...others] = await measureSpeeds(
    tasks.map((task) => ({ task, frames })),
    options,
  );
  if (engine === undefined) return { figures: [], plots: [] };
  const speeds = [engine, ...others].map((speed) => speedFigure(`${id}/${slug(speed.name)}`, title, speed));
  const ratios = others
    .filter(({ name }) => name !== 'memcpy')
    .map((other): Figure => {
      const name = `engine against ${other.name}`;
      return ratioFigure(`${id}/against-${slug(other.name)}`, title, name, ratiosOf(engine, other));
    });
  const plot: Plot = {
    file: slug(id),
    title,
    kind: 'bars',
    xLabel: '',
    yLabel: 'MB/s',
    yLog: true,
    series: [{ name: 'MB/s', points: speeds.map((one) => pointOf(one.name, one)) }],
  };
  return { figures: [...speeds, ...ratios], plots: [plot] };
}

function contestsOf({ ruleset, corpora, sampleBytes }: BenchContext): Contest[] {
  const all = corpora.flatMap((corpus) => corpus.frames);
  const frames = sampleFrames(all, sampleBytes);
  const few = sampleFrames(frames, sampleBytes / plainShare);
  const json = jsonSampleOf(all);
  const contests: Contest[] = [
    {
      id: 'baselines/re2',
      title: 'Against RE2 rule by rule',
      frames,
      baselines: [memcpyTask(frames), re2Task(ruleset, frames)],
    },
    {
      id: 'baselines/plain',
      title: 'Against the reference path',
      frames: few,
      baselines: [memcpyTask(few), plainPathTask('reference path', ruleset, few)],
    },
  ];
  if (json === undefined) return contests;
  const baselines = [
    memcpyTask(json.frames),
    jsonTask(json),
    walkTask(ruleset, json),
    redactTask(json),
    pinoTask(json),
  ];
  return [...contests, { id: 'baselines/json', title: 'On JSON', frames: json.frames, baselines }];
}

/** The engine beside what else could be used, each on the bytes it can read. */
export const baselinesGroup: Group = {
  name: 'baselines',
  title: 'Baselines',
  measure: async (context) => {
    const results: GroupResult[] = [];
    for (const contest of contestsOf(context)) results.push(await hold(context, contest));
    return {
      figures: results.flatMap(({ figures }) => figures),
      plots: results.flatMap(({ plots }) => plots),
    };
  },
};
