import t from 'tap';
import { declaredFieldsOf, unknownFieldsOf } from '../../src/compile/fields.js';
import { fakeRuleset } from '../support.js';

const ruleset = fakeRuleset(
  [
    { id: 'a', pattern: 'a1' },
    { id: 'b', pattern: 'b1' },
  ],
  {
    disable: ['b'],
    unknownFields: 'drop',
    fields: [
      { schema: 'orders-*', path: 'total', treat: 'safe' },
      { schema: 'orders-*', path: 'buyer.*.mail', treat: 'sensitive', detector: 'a' },
      { schema: '*', path: '**.note', treat: 'sensitive' },
      { schema: '*', path: 'x.**', treat: 'safe' },
      { schema: 'orders-*', path: 'late', treat: 'sensitive', detector: 'b' },
    ],
  },
);

t.test('finds the first rule whose schema and path fit', async (t) => {
  const fields = declaredFieldsOf(ruleset, 'orders-7');
  t.match(fields.ruleFor(['total']), { treat: 'safe', detector: undefined });
  t.match(fields.ruleFor(['buyer', 'home', 'mail']), { treat: 'sensitive', detector: { id: 'a' } });
  t.equal(fields.ruleFor(['buyer', 'mail']), undefined);
  t.equal(fields.ruleFor(['total', 'net']), undefined);
  t.equal(fields.ruleFor([]), undefined);
  t.match(fields.ruleFor(['note']), { treat: 'sensitive', detector: undefined });
  t.match(fields.ruleFor(['a', 'b', 'note']), { treat: 'sensitive' });
  t.match(fields.ruleFor(['x', 'note']), { treat: 'sensitive' }, 'the first that fits counts');
  t.match(fields.ruleFor(['x', 'y', 'z']), { treat: 'safe' });
  t.match(
    fields.ruleFor(['late']),
    { treat: 'sensitive', detector: undefined },
    'its detector is not in use',
  );
});

t.test('knows of each schema only its own fields', async (t) => {
  const fields = declaredFieldsOf(ruleset, 'users-1');
  t.equal(fields.ruleFor(['total']), undefined);
  t.notOk(fields.isEmpty);
  t.equal(declaredFieldsOf(ruleset, 'users-1'), fields);
  t.ok(declaredFieldsOf(fakeRuleset([{ id: 'a', pattern: 'a1' }]), 'users-1').isEmpty);
});

t.test('bounds how many schemas it remembers', async (t) => {
  const first = declaredFieldsOf(ruleset, 's-first');
  for (let index = 0; index < 1100; index += 1) declaredFieldsOf(ruleset, `s-${String(index)}`);
  t.not(declaredFieldsOf(ruleset, 's-first'), first);
});

t.test('tells the rule for unknown fields', async (t) => {
  t.equal(unknownFieldsOf(ruleset), 'drop');
  t.equal(unknownFieldsOf(fakeRuleset([{ id: 'a', pattern: 'a1' }])), 'scan');
});
