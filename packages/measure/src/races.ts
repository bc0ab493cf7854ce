import type { RuleSources } from '@scrubjay/boot';
import type { FrameBytes, Ruleset } from '@scrubjay/engine';
import { jsonSampleOf, jsonTask, memcpyTask, re2Task } from './baselines.js';
import { engineTask, splitByFindings } from './engine-task.js';
import type { Corpus } from './frames.js';
import type { RoundOptions, Task } from './rounds.js';
import { sizedRuleset } from './rules/sized-ruleset.js';
import { joinSpeeds, measureSpeeds, type Speed, type Work } from './speeds.js';

/** The engine and what it is held against, on the same bytes in the same rounds. */
export interface Race {
  readonly engine: Speed;
  readonly baseline: Speed;
}

export interface CorporaSpeeds {
  readonly each: readonly Speed[];
  readonly all: Speed;
  /** The most findings a byte. */
  readonly densest: Speed;
  /** A copy of all. */
  readonly memcpy: Speed;
}

const density = ({ findings = 0, bytes }: Speed): number => findings / bytes;

/** The engine on each corpus and on all together. Throws a RangeError without corpora. */
export async function measureCorpora(
  ruleset: Ruleset,
  corpora: readonly Corpus[],
  options: RoundOptions,
): Promise<CorporaSpeeds> {
  const works: Work[] = corpora.map(({ name, frames }) => ({
    task: engineTask(name, ruleset, frames),
    frames,
  }));
  const frames = corpora.flatMap((corpus) => corpus.frames);
  const speeds = await measureSpeeds([{ task: memcpyTask(frames), frames }, ...works], options);
  const [memcpy, first, ...rest] = speeds;
  if (memcpy === undefined || first === undefined) throw new RangeError('There are no corpora.');
  const densest = rest.reduce((most, speed) => (density(speed) > density(most) ? speed : most), first);
  return { each: [first, ...rest], all: joinSpeeds('all', [first, ...rest]), densest, memcpy };
}

/** The engine on those records of frames in which it finds nothing; undefined where it finds something in all. */
export async function measureClean(
  ruleset: Ruleset,
  frames: readonly FrameBytes[],
  options: RoundOptions,
): Promise<Speed | undefined> {
  const { clean } = splitByFindings(ruleset, frames);
  if (clean.length === 0) return undefined;
  const [speed] = await measureSpeeds(
    [{ task: engineTask('without findings', ruleset, clean), frames: clean }],
    options,
  );
  return speed;
}

async function race(
  ruleset: Ruleset,
  frames: readonly FrameBytes[],
  baseline: Task,
  options: RoundOptions,
): Promise<Race> {
  const works: Work[] = [engineTask('engine', ruleset, frames), baseline].map((task) => ({ task, frames }));
  const [engine, other] = await measureSpeeds(works, options);
  if (engine === undefined || other === undefined) throw new RangeError('A race has two sides.');
  return { engine, baseline: other };
}

/** Against plain RE2 with the same patterns. */
export function raceRe2(
  ruleset: Ruleset,
  frames: readonly FrameBytes[],
  options: RoundOptions,
): Promise<Race> {
  return race(ruleset, frames, re2Task(ruleset, frames), options);
}

/** Against reading and writing the same JSON records as objects; undefined where there are none. */
export async function raceJson(
  ruleset: Ruleset,
  frames: readonly FrameBytes[],
  options: RoundOptions,
): Promise<Race | undefined> {
  const sample = jsonSampleOf(frames);
  return sample && race(ruleset, sample.frames, jsonTask(sample), options);
}

export interface RulesSpeed {
  readonly rules: number;
  readonly patterns: number;
  readonly speed: Speed;
}

/** The engine with rulesets of several sizes on the same frames, in the same rounds. */
export async function measureRuleSizes(
  sources: RuleSources,
  sizes: readonly number[],
  frames: readonly FrameBytes[],
  options: RoundOptions,
): Promise<readonly RulesSpeed[]> {
  const rulesets = sizes.map((size) => sizedRuleset(sources, size));
  const works = rulesets.map((ruleset, at) => ({
    task: engineTask(`${sizes[at] ?? 0} rules`, ruleset, frames),
    frames,
  }));
  const speeds = await measureSpeeds(works, options);
  return speeds.map((speed, at) => ({
    rules: sizes[at] ?? 0,
    patterns: (rulesets[at]?.detectors ?? []).reduce((total, { patterns }) => total + patterns.length, 0),
    speed,
  }));
}
