import { compileRuleset, type Ruleset } from '@scrubjay/engine';
import type { RuleSources } from '@scrubjay/boot';
import { stringify } from 'yaml';

const examples = {
  match: ['secret 11', 'secret 22', 'secret 33'],
  ignore: ['nothing', 'secret', 'word 1'],
};
const detector = (id: string, rest: Readonly<Record<string, unknown>>) => ({
  id,
  title: id,
  category: 'secret',
  severity: 'low',
  examples,
  ...rest,
});

/** Three small rules: one with a literal, one with a field name too, one that is nothing but a class. */
export const sources: RuleSources = {
  packs: [
    {
      file: 'fake.yaml',
      text: stringify({
        pack: 'fake',
        title: 'Fake rules',
        detectors: [
          detector('secret', { pattern: 'secret [0-9]+' }),
          detector('card', { patterns: ['card-[0-9]+'], keys: ['cardNumber'] }),
          detector('digits', { pattern: '[0-9]{8}' }),
        ],
      }),
    },
    {
      file: 'unused.yaml',
      text: stringify({
        pack: 'unused',
        title: 'Unused',
        detectors: [detector('unused', { pattern: 'unused' })],
      }),
    },
  ],
  policy: { file: 'fake-policy.yaml', text: stringify({ policy: 'fake', packs: ['fake'] }) },
  allowLists: [],
};

export const ruleset: Ruleset = compileRuleset(sources);

/** Hardly any time, and still more than one round. */
export const brief = { rounds: 2, leastMs: 1 };
