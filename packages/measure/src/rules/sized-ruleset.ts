import type { RuleSources } from '@scrubjay/boot';
import { compileRuleset, type Ruleset } from '@scrubjay/engine';
import { parse, stringify } from 'yaml';
import { variantOf, variantSteps, type DetectorText } from './variants.js';

interface PackText {
  readonly pack: string;
  readonly detectors: readonly DetectorText[];
}

interface PolicyText {
  readonly packs: readonly string[];
  readonly disable?: readonly string[];
}

/** The golden section: its multiples spread evenly however many are taken. */
const stride = 0.618_033_988_749_895;
const variantPack = 'variants';

/** The same in an order in which every beginning is a fair sample of the whole, the same on every machine. */
function spread(detectors: readonly DetectorText[]): DetectorText[] {
  return detectors
    .map((detector, at) => ({ detector, rank: ((at + 1) * stride) % 1 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ detector }) => detector);
}

function readPolicy({ policy }: RuleSources): PolicyText {
  return parse(policy.text) as PolicyText;
}

/** The detectors that a policy uses. */
function ownDetectors(sources: RuleSources): DetectorText[] {
  const { packs: names, disable = [] } = readPolicy(sources);
  const detectors = sources.packs
    .map(({ text }) => parse(text) as PackText)
    .filter(({ pack }) => names.includes(pack))
    .flatMap((pack) => pack.detectors)
    .filter(({ id }) => !disable.includes(id));
  return spread(detectors);
}

function variantsOf(own: readonly DetectorText[]): DetectorText[] {
  return variantSteps.flatMap((step) => own.flatMap((detector) => variantOf(detector, step) ?? []));
}

/** How many detectors `sizedRuleset` can make of these rules. */
export function mostRules(sources: RuleSources): number {
  const own = ownDetectors(sources);
  return own.length + variantsOf(own).length;
}

/**
 * A ruleset of so many detectors: a fair sample of those of a policy, or all of them and then variants of them that look
 * for other words. A larger one holds all of a smaller one. Throws a RangeError beyond what `mostRules` says.
 */
export function sizedRuleset(sources: RuleSources, size: number): Ruleset {
  const own = ownDetectors(sources);
  const variants = variantsOf(own).slice(0, Math.max(0, size - own.length));
  const most = own.length + variants.length;
  if (size < 1 || size > most) throw new RangeError(`These rules make 1 to ${most} detectors, not ${size}.`);
  const { packs: names, disable = [], ...policy } = readPolicy(sources);
  const leftOut = own.slice(size).map(({ id }) => id);
  const added =
    variants.length === 0
      ? []
      : [{ file: `${variantPack}.yaml`, text: stringify({ pack: variantPack, title: 'Variants', detectors: variants }) }];
  return compileRuleset({
    packs: [...sources.packs, ...added],
    policy: {
      file: sources.policy.file,
      text: stringify({
        ...policy,
        packs: added.length === 0 ? names : [...names, variantPack],
        disable: [...disable, ...leftOut],
      }),
    },
    allowLists: sources.allowLists,
  });
}
