import t from 'tap';
import { readRules } from '@scrubjay/boot';
import { mostRules, sizedRuleset } from '../../src/rules/sized-ruleset.js';
import { variantOf } from '../../src/rules/variants.js';
import { sources } from '../support.js';

const idsOf = (size: number): string[] => sizedRuleset(sources, size).detectors.map(({ id }) => id);

t.test('takes some detectors of the policy, then all, then variants that find something else', (t) => {
  t.equal(idsOf(1).length, 1);
  t.equal(idsOf(2).length, 2);
  t.ok(idsOf(3).every((id) => ['secret', 'card', 'digits'].includes(id)));
  const most = mostRules(sources);
  t.equal(most, 3 + 2 * 3, 'a class alone has no variant: it would find the same');
  const ids = idsOf(most);
  t.equal(new Set(ids).size, most);
  t.ok(idsOf(2).every((id) => ids.includes(id)), 'a larger ruleset holds all of a smaller one');
  t.throws(() => sizedRuleset(sources, most + 1), RangeError);
  t.throws(() => sizedRuleset(sources, 0), RangeError);
  t.end();
});

t.test('keeps what makes a variant cost as much', (t) => {
  const { patterns, keys, keywords, context, validate } =
    variantOf(
      {
        id: 'x'.repeat(64),
        pattern: '[0-9]{9}',
        keys: ['taxId'],
        weakKeys: ['id'],
        validate: ['luhn'],
        keywords: { near: ['tax'] },
        context: { raise: ['tax'], lower: ['order'] },
      },
      2,
    ) ?? {};
  t.same(patterns, ['[0-9]{9}'], 'other keywords make it another rule');
  t.same(validate, ['luhn']);
  t.notSame(keys, ['taxId']);
  t.notSame(keywords?.near, ['tax']);
  t.equal(context?.raise?.[0], keywords?.near[0]);
  t.same(variantOf({ id: 'a', pattern: '[0-9]{9}', keys: ['taxId'], validate: ['luhn'] }, 1)?.validate, undefined);
  t.end();
});

t.test('makes 500 rules of those that ship', async (t) => {
  const { detectors } = sizedRuleset(await readRules('standard'), 500);
  t.equal(detectors.length, 500);
});
