import { compileRuleset, RulesError, type Ruleset } from '@scrubjay/engine';
import { PatternWriter } from '../patterns/write-pattern.js';
import { Random } from '../random.js';
import type { RulesetPlan } from './case.js';

const fieldNames = [
  'user_email',
  'pin',
  'a.b',
  'contact.*.mail',
  'Passwort',
  'card number',
  'id',
  'x.y.z',
  'größe',
];
const weakNames = ['weight', 'order_no', 'ref.value', 'code', 'kürzel'];
const words = ['card', 'passport no', 'task', 'Straße', 'user id', 'key', 'ssn', 'Kasse'];
const validators = ['luhn', 'entropy', 'ipv4', 'iban', 'uk-nhs'];
const actionChoices = [
  ...['mask', 'mask', 'mask', 'partial', 'pseudonymize', 'seal', 'drop', 'discard'],
  ...[
    { type: 'partial', keepLast: 2 },
    { type: 'generalize', as: 'year' },
    { type: 'generalize', as: 'network' },
  ],
];

type Source = Readonly<Record<string, unknown>> & { readonly id: string };

function detectorOf(random: Random, index: number): Source {
  const writer = new PatternWriter(random);
  const some = (list: readonly string[]): string[] =>
    random.list(random.between(1, 3), () => random.pick(list));
  const source: Record<string, unknown> & { id: string } = {
    ...{ id: `d${index}`, title: 'Made up', category: 'pii', severity: random.pick(['low', 'high']) },
    action: random.pick(actionChoices),
    confidence: random.pick([0.3, 0.6, 0.8, 0.95]),
    examples: { match: ['1', '2', '3'], ignore: ['a', 'b', 'c'] },
  };
  const hasPattern = !random.oneIn(8);
  if (hasPattern) source['patterns'] = random.list(random.magnitude(4), () => writer.write());
  if (!hasPattern || random.oneIn(4)) source['keys'] = some(fieldNames);
  if (random.oneIn(6)) source['weakKeys'] = some(weakNames);
  if (random.oneIn(6)) source['scalarsOnly'] = true;
  if (random.oneIn(6)) source['textValue'] = 'phrase';
  if (random.oneIn(5))
    source['context'] = { raise: some(words), lower: some(words), within: random.magnitude(1024) };
  if (hasPattern && random.oneIn(5))
    source['keywords'] = { near: some(words), within: random.magnitude(200) };
  if (hasPattern && random.oneIn(12)) source['validate'] = [random.pick(validators)];
  return source;
}

/** Compiles the detectors that the engine accepts; undefined if there are none. */
function compileAccepted(detectors: readonly Source[]): Ruleset | undefined {
  if (detectors.length === 0) return undefined;
  const text = JSON.stringify({ pack: 'made-up', title: 'Made up', detectors });
  try {
    return compileRuleset({ packs: [{ file: 'made-up.yaml', text }] });
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    const refused = new Set(error.problems.map(({ detector }) => detector));
    const accepted = detectors.filter(({ id }) => !refused.has(id));
    return accepted.length === detectors.length ? undefined : compileAccepted(accepted);
  }
}

/** A ruleset of detectors that are made up, the same for the same seed. */
export function makeRandomRuleset(seed: number): RulesetPlan {
  const random = Random.mixed(seed, 3);
  let detectors: Source[] = [];
  let ruleset: Ruleset | undefined;
  while (ruleset === undefined) {
    detectors = random.list(random.magnitude(20), (index) => detectorOf(random, index));
    ruleset = compileAccepted(detectors);
  }
  return {
    ruleset,
    only: (ids) => compileAccepted(detectors.filter(({ id }) => ids.includes(id))),
  };
}
