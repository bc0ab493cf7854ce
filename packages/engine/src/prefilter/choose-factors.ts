import { sizeOf } from './byte-measures.js';
import { keyOf } from './byte-tree.js';
import { rateOf } from './rarity.js';
import type { Factor } from './stretches.js';

/** What a record is taken for, in bytes. */
export const recordBytes = 150;
/** What it takes to note that a factor was met, and to search a record with a pattern. Nanoseconds, roughly. */
const hitCost = 40;
const searchCost = 400;
const mostFactors = 3;
/** Estimates of less are not trusted: logs have their habits. */
const leastTrusted = 0.03;

/** A factor that every record holds several times tells nothing. */
const mostOften = 4;
/** Bytes that are spelled out for one factor. */
const largest = 8000;

function chanceOf({ node }: Factor): number {
  return Math.min(1, rateOf(node) * recordBytes);
}

/** Those that say anything, each once, the rarest first. */
function rank(factors: readonly Factor[]): readonly Factor[] {
  const unique = new Map(factors.map((factor) => [keyOf(factor.node), factor]));
  return [...unique.values()]
    .filter(({ node }) => sizeOf(node) <= largest && rateOf(node) * recordBytes < mostOften)
    .sort((a, b) => rateOf(a.node) - rateOf(b.node));
}

/**
 * Of the factors of a pattern those that are worth looking for, the rarest first: what a factor costs wherever it is met must
 * be less than the searches that it saves. `near`: the keywords of which one must stand near a match, if there are any.
 */
export function chooseFactors(factors: readonly Factor[], near?: Factor): readonly Factor[] {
  const own = rank(factors);
  const chosen: Factor[] = [];
  let left = 1;
  for (const factor of near === undefined ? own : rank([...own, near])) {
    const chance = chanceOf(factor);
    const saved = Math.max(left, leastTrusted) * (1 - chance) * searchCost;
    // Without any the pattern would be searched for in every record.
    if (chosen.length === mostFactors || (chosen.length > 0 && saved < chance * hitCost)) continue;
    chosen.push(factor);
    left *= chance;
  }
  const [rarest] = own;
  // Keywords alone do not tell where to look: to search whole records would cost more than any factor.
  const isBlind = rarest !== undefined && chosen.length === 1 && chosen[0] === near;
  return isBlind ? [rarest, ...chosen] : chosen;
}
