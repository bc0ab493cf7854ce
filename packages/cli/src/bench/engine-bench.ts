import type { RuleSources } from '@scrubjay/boot';
import type { Ruleset } from '@scrubjay/engine';
import {
  measureClean,
  measureCorpora,
  measureRuleSizes,
  measureThreads,
  mostRules,
  raceJson,
  raceRe2,
  ratiosOf,
  sampleFrames,
  type Corpus,
  type CorporaSpeeds,
  type Race,
  type RoundOptions,
  type Speed,
} from '@scrubjay/measure';

/** Rule by rule, RE2 needs a second for a few MB: a sample of them is enough. Bytes. */
const sampleBytes = 2_097_152;
/** The counts of rules whose costs are compared. */
const ruleSizes = [120, 500];

/** What the engine's speed is held against. */
export interface EngineComparisons {
  /** The records without findings; undefined where there are none. */
  readonly clean: Speed | undefined;
  readonly re2: Race;
  /** On the JSON records; undefined where there are none. */
  readonly json: Race | undefined;
  /** How many times the time of 120 rules 500 take, for each round; none where the rules do not make so many. */
  readonly cost500: readonly number[];
  /** How many times as fast two threads are as one, for each round. */
  readonly twoThreads: readonly number[];
}

export interface EngineBench {
  readonly corpora: CorporaSpeeds;
  readonly comparisons: EngineComparisons | undefined;
}

export interface EngineBenchInput {
  readonly ruleset: Ruleset;
  readonly sources: RuleSources;
  readonly corpora: readonly Corpus[];
  readonly options: RoundOptions;
  readonly compares: boolean;
}

/** The engine on all corpora, and if asked what it is held against. */
export async function benchEngine(input: EngineBenchInput): Promise<EngineBench> {
  const corpora = await measureCorpora(input.ruleset, input.corpora, input.options);
  return { corpora, comparisons: input.compares ? await compare(input) : undefined };
}

async function compare({ ruleset, sources, corpora, options }: EngineBenchInput): Promise<EngineComparisons> {
  const frames = corpora.flatMap((corpus) => corpus.frames);
  const sample = sampleFrames(frames, sampleBytes);
  const makeable = ruleSizes.filter((size) => size <= mostRules(sources));
  const [few, many] = await measureRuleSizes(sources, makeable, sample, options);
  const [one, two] = await measureThreads(2, sources, frames, options);
  return {
    clean: await measureClean(ruleset, frames, options),
    re2: await raceRe2(ruleset, sample, options),
    json: await raceJson(ruleset, frames, options),
    cost500: few && many ? ratiosOf(few.speed, many.speed) : [],
    twoThreads: (one?.ms ?? []).map((ms, round) => ms / (two?.ms[round] ?? NaN)),
  };
}
