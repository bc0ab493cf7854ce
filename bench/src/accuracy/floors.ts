import type { Ruleset } from '@scrubjay/engine';
import { generateLines } from './generate.js';
import { generateNegatives } from './negatives.js';
import { evaluate } from './run.js';
import type { Rates, Scores } from './scores.js';

/** Least shares, from 0 to 1. */
export interface RateFloor {
  readonly precision: number;
  readonly recall: number;
}

/** What CI holds the rules to: bench/accuracy/floors.json. */
export interface Floors {
  readonly policy: string;
  readonly seed: number;
  readonly lines: number;
  readonly falsePositivesPer1000Negatives: number;
  /** By class and by kind: partial overlap. */
  readonly classes: Readonly<Record<string, RateFloor>>;
  readonly kinds: Readonly<Record<string, RateFloor>>;
  /** By detector: precision. */
  readonly detectors: Readonly<Record<string, number>>;
}

export interface GuardRun {
  readonly labelled: Scores;
  readonly negatives: Scores;
}

/** What is wanted at most: once it is reached, single lines may come and go. */
const targets: Readonly<Record<string, number>> = { shaped: 0.99, contextual: 0.95, all: 0.97 };
const wantedFalsePositives = 1;
/** Fewer findings say nothing about a detector's precision. */
const leastFindings = 10;

/** Measures the held-out set and the hard negatives as the floors say. */
export function runGuard(ruleset: Ruleset, { seed, lines }: Pick<Floors, 'seed' | 'lines'>): GuardRun {
  return {
    labelled: evaluate(ruleset, generateLines('held-out', seed, lines)),
    negatives: evaluate(ruleset, generateNegatives(seed, lines)),
  };
}

const below = (name: string, what: string, reached: number | undefined, floor: number): string[] =>
  (reached ?? 0) >= floor
    ? []
    : [`${name}: ${what} ${(reached ?? 0).toFixed(4)} is below its floor ${floor}`];

function rateShortfalls(
  floors: Readonly<Record<string, RateFloor>>,
  reached: (name: string) => Rates | undefined,
): string[] {
  return Object.entries(floors).flatMap(([name, floor]) => [
    ...below(name, 'precision', reached(name)?.precision, floor.precision),
    ...below(name, 'recall', reached(name)?.recall, floor.recall),
  ]);
}

/** What has fallen below its floor, in words; nothing where all is well. A kind or detector that is gone counts as fallen. */
export function shortfallsOf({ labelled, negatives }: GuardRun, floors: Floors): string[] {
  const found = negatives.falsePositivesPer1000Lines;
  const most = floors.falsePositivesPer1000Negatives;
  return [
    ...rateShortfalls(floors.classes, (name) => labelled.classes.get(name)?.partial),
    ...rateShortfalls(floors.kinds, (name) => labelled.kinds.get(name)?.partial),
    ...Object.entries(floors.detectors).flatMap(([id, floor]) =>
      below(id, 'precision', labelled.detectors.get(id)?.precision, floor),
    ),
    ...(found <= most
      ? []
      : [`hard negatives: ${found.toFixed(2)} findings per 1,000 lines, ${most} are allowed`]),
  ];
}

const roundDown = (rate: number | undefined): number => Math.floor((rate ?? 0) * 100) / 100;

/** Floors from what is reached now, rounded down to whole per cents; the averages no higher than what is wanted. */
export function floorsFrom(
  { labelled, negatives }: GuardRun,
  basis: Pick<Floors, 'policy' | 'seed' | 'lines'>,
): Floors {
  const rates = (name: string, { precision, recall }: Rates): [string, RateFloor] => {
    const most = targets[name] ?? 1;
    return [
      name,
      { precision: Math.min(most, roundDown(precision)), recall: Math.min(most, roundDown(recall)) },
    ];
  };
  const detectors = [...labelled.detectors]
    .filter(([, { findings }]) => findings >= leastFindings)
    .map(([id, { precision }]): [string, number] => [id, roundDown(precision)]);
  const found = Math.ceil(negatives.falsePositivesPer1000Lines * 10) / 10;
  return {
    ...basis,
    falsePositivesPer1000Negatives: Math.max(wantedFalsePositives, found),
    classes: Object.fromEntries([...labelled.classes].map(([name, { partial }]) => rates(name, partial))),
    kinds: Object.fromEntries(
      [...labelled.kinds]
        .filter(([, { labels }]) => labels > 0)
        .map(([name, { partial }]) => rates(name, partial)),
    ),
    detectors: Object.fromEntries(detectors),
  };
}
