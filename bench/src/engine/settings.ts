import { readRules } from '@scrubjay/boot';
import { compileRuleset } from '@scrubjay/engine';
import { readCorpora, sampleFrames } from '@scrubjay/measure';
import type { BenchContext } from './context.js';
import { ownCorpora } from './data/own-corpora.js';

export interface EngineOptions {
  readonly policy: string;
  readonly rules?: string;
  /** Folder of real logs; without it logs are generated. */
  readonly corpora?: string;
  readonly rounds: number;
  readonly leastMs: number;
  readonly bytes: number;
  readonly seed: number;
  /** Little of everything: to see that it runs. */
  readonly quick: boolean;
}

const quickBytes = 6_000;
const sampleShare = 2;
const loopMs = 10_000;
const quickLoopMs = 200;

const ruleSizes = [1, 5, 10, 20, 50, 120, 200, 285, 350, 500];
const recordSizes = [100, 300, 1_000, 3_000, 10_000, 30_000, 100_000];

async function corporaOf({ corpora, seed, bytes, quick }: EngineOptions): Promise<BenchContext['corpora']> {
  if (corpora === undefined) return ownCorpora(seed, quick ? quickBytes : bytes);
  const read = await readCorpora(corpora);
  if (!quick) return read;
  return read.map(({ name, frames }) => ({ name, frames: sampleFrames(frames, quickBytes / read.length) }));
}

/** Reads rules and logs, and settles how much is measured. */
export async function openContext(options: EngineOptions): Promise<BenchContext> {
  const { policy, rules, rounds, leastMs, bytes, seed, quick } = options;
  const sources = await readRules(policy, rules);
  return {
    policy,
    rulesDir: rules,
    sources,
    ruleset: compileRuleset(sources),
    corpora: await corporaOf(options),
    options: quick ? { rounds: 2, leastMs: 1 } : { rounds, leastMs },
    bytes: quick ? quickBytes : bytes,
    sampleBytes: (quick ? quickBytes : bytes) / sampleShare,
    seed,
    loopMs: quick ? quickLoopMs : loopMs,
    ruleSizes: quick ? ruleSizes.slice(0, 2) : ruleSizes,
    recordSizes: quick ? recordSizes.slice(0, 3) : recordSizes,
  };
}
