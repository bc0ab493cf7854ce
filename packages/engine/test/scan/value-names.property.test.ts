import fc from 'fast-check';
import t from 'tap';
import { redactFrame, redactFramePlain, redactRecord } from '../../src/apply/redact.js';
import { contextOf, fakeRuleset, frameOf } from '../support.js';

const seed = Number(process.env['FC_SEED'] ?? 20_261_123);
const ruleset = fakeRuleset([
  { id: 'k', keys: ['pin', 'user.mail', 'value.mail'] },
  { id: 'd', keys: ['token'], action: 'drop' },
]);

const name = fc.constantFrom('pin', 'PIN', 'user', 'user.mail', 'mail', 'token', 'x', '');
const member = fc.constantFrom(
  'key',
  'Key',
  'name',
  'value',
  'Value',
  'values',
  'mail',
  'pin',
  'kvlistValue',
  'stringValue',
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    name,
    fc.constantFrom('s3cr3t', 12, true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(member, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
    fc.record({ key: name, value: tie('value') }),
    fc.record({ value: tie('value'), name }),
  ),
}));

t.test(
  `the frame path does what the plain path does with names and values (FC_SEED=${String(seed)})`,
  async (t) => {
    t.doesNotThrow(() => {
      fc.assert(
        fc.property(fc.array(value, { maxLength: 5 }), (values) => {
          const input = frameOf(
            values.map((one) => JSON.stringify(one)),
            'json',
          );
          const fast = redactFrame(ruleset, input, contextOf());
          const plain = redactFramePlain(ruleset, input, contextOf());
          return (
            fast.bytes.equals(plain.bytes) &&
            String(fast.kept) === String(plain.kept) &&
            JSON.stringify([fast.counts, fast.withheld]) === JSON.stringify([plain.counts, plain.withheld])
          );
        }),
        { numRuns: 400, seed },
      );
    });
  },
);

t.test('nothing that stands under a name of a rule is left, whatever it is wrapped in', async (t) => {
  const wrapped = fc.tuple(fc.constantFrom('pin', 'token', 'a.pin'), value, fc.boolean());
  t.doesNotThrow(() => {
    fc.assert(
      fc.property(wrapped, value, ([key, inner, isValueFirst], around) => {
        const planted = [{ stringValue: 'planted' }, inner];
        const pair = isValueFirst ? { value: planted, key } : { key, value: planted };
        const record = Buffer.from(JSON.stringify({ around, list: [around, pair] }));
        const result = redactRecord(ruleset, record, 'json', contextOf());
        if (result.kind !== 'kept' || result.bytes.includes('planted')) return false;
        JSON.parse(result.bytes.toString());
        return true;
      }),
      { numRuns: 400, seed },
    );
  });
});
