import { kindNamed } from './faults/index.js';
import type { FaultKind, PlannedFault } from './faults/types.js';
import { Random } from './random.js';

/** Faults that overlap. The next round begins when the services have recovered from this one. */
export interface Round {
  readonly faults: readonly PlannedFault[];
  /** Calm before the round. */
  readonly calmMs: number;
}

/** How faults come together once each kind has had a round of its own. */
export interface Density {
  /** Faults at once, at most. */
  readonly together: number;
  /** Of the rounds. */
  readonly mixedShare: number;
}

export const densities = {
  /** Many rounds show what one fault does, and a second one on top of it. */
  usual: { together: 3, mixedShare: 0.6 },
  /** As many faults in a time as there can be: a third or more of everything is at fault nearly all the time. */
  dense: { together: 8, mixedShare: 0.95 },
} as const satisfies Readonly<Record<string, Density>>;

/**
 * The rounds of a seed, without end: first each kind alone in a random order, then kinds alone and mixed. The same seed,
 * kinds and density give the same rounds, however many of them are asked for.
 */
export function* drawRounds(
  seed: number,
  kinds: readonly FaultKind[],
  { together, mixedShare }: Density = densities.usual,
): Generator<Round, never> {
  const random = new Random(seed);
  for (const kind of random.shuffle(kinds)) yield drawRound(random, [kind]);
  for (;;) {
    const isMixed = random.share() < mixedShare;
    const count = isMixed ? random.between(2, together) : 1;
    yield drawRound(
      random,
      Array.from({ length: count }, () => random.pick(kinds)),
    );
  }
}

function drawRound(random: Random, kinds: readonly FaultKind[]): Round {
  const faults = kinds.map((kind, index) => drawFault(random, kind, index === 0));
  return { calmMs: random.between(500, 2_500), faults: compatible(faults) };
}

/** Always as many draws, whatever comes of them. */
function drawFault(random: Random, kind: FaultKind, isFirst: boolean): PlannedFault {
  const [from, to] = kind.durationMs;
  const delayMs = random.between(0, 4_000);
  return {
    kind: kind.name,
    victim: random.pick(kind.victims),
    delayMs: isFirst ? 0 : delayMs,
    durationMs: random.between(from, to),
    which: random.share(),
    strength: random.share(),
  };
}

/** One thing at a time for one process, one API, the brokers, the network. */
function compatible(faults: readonly PlannedFault[]): PlannedFault[] {
  const taken = new Set<string>();
  return faults.filter((fault) => {
    const { domain } = kindNamed(fault.kind);
    // Whether rules were taken up is asked of the one redactor, which must be there to answer.
    const place = domain === 'process' || domain === 'rules' ? `process ${fault.victim}` : domain;
    if (taken.has(place)) return false;
    taken.add(place);
    return true;
  });
}
