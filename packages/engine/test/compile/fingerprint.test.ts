import t from 'tap';
import { fakeRuleset, type FakeDetector } from '../support.js';

const base: FakeDetector = {
  id: 'a',
  pattern: 'a1',
  keys: ['user.mail', 'ip'],
  keywords: { near: ['near', 'far'], within: 20 },
  validate: ['luhn', 'entropy'],
  action: 'mask',
};
const other: FakeDetector = { id: 'b', pattern: 'b1' };
const fingerprint = (detectors: FakeDetector[], policy?: Parameters<typeof fakeRuleset>[1]): string =>
  fakeRuleset(detectors, policy).fingerprint;
const original = fingerprint([base, other]);

t.test('is 64 hex digits and the same for the same rules', async (t) => {
  t.match(original, /^[0-9a-f]{64}$/);
  t.equal(fingerprint([{ ...base }, other]), original);
});

t.test('does not see what changes no output', async (t) => {
  const same: FakeDetector[] = [
    { ...base, keys: ['IP', 'user.mail', 'ip', 'User.M-ail'] },
    { ...base, keywords: { near: ['FAR', 'near', 'far'], within: 20 } },
    { ...base, validate: ['entropy', 'luhn', 'luhn'] },
    { ...base, label: 'A' },
    { ...base, examples: { match: ['x', 'y', 'z'], ignore: ['1', '2', '3', '4'] } },
    { ...base, ...{ title: 'Another' } },
  ];
  for (const detector of same) t.equal(fingerprint([detector, other]), original);
  t.equal(fingerprint([base, other], { maskedNumber: 'null', thresholds: { pii: 0.5 } }), original);
  const allow = (reason: string): string =>
    fingerprint([base, other], { allow: [{ detectors: ['a'], values: ['x'], reason }] });
  t.equal(allow('one reason'), allow('another reason'));
});

t.test('changes with everything that changes output', async (t) => {
  const changed: FakeDetector[] = [
    { ...base, id: 'c' },
    { ...base, pattern: 'a2' },
    { ...base, keys: ['ip'] },
    { ...base, keywords: { near: ['near'], within: 20 } },
    { ...base, keywords: { near: ['near', 'far'], within: 21 } },
    { ...base, validate: ['luhn'] },
    { ...base, action: 'drop' },
    { ...base, action: { type: 'partial', keepLast: 2 } },
    { ...base, action: { type: 'partial', keepLast: 3 } },
    { ...base, label: 'OTHER' },
    { ...base, severity: 'low' },
    { ...base, category: 'pci' },
    { ...base, confidence: 0.1 },
    { ...base, weakKeys: ['weight'] },
    { ...base, context: { raise: ['near'] } },
    { ...base, context: { lower: ['near'] } },
    { ...base, context: { raise: ['near'], within: 7 } },
    { ...base, action: { type: 'generalize', as: 'year' } },
    { ...base, action: { type: 'generalize', as: 'network' } },
  ];
  const seen = new Set(changed.map((detector) => fingerprint([detector, other])));
  seen.add(original);
  seen.add(fingerprint([other, base]));
  seen.add(fingerprint([base]));
  seen.add(fingerprint([base, other], { maskedNumber: 'zero' }));
  seen.add(fingerprint([base, other], { actions: { b: 'drop' } }));
  const allow = [{ detectors: ['b'], values: ['b1'], reason: 'for the test' }];
  seen.add(fingerprint([base, other], { thresholds: { b: 0.6 } }));
  seen.add(fingerprint([base, other], { allow }));
  seen.add(fingerprint([base, other], { allow: [{ ...allow[0], values: ['b2'] }] }));
  seen.add(fingerprint([base, other], { unknownFields: 'drop' }));
  seen.add(fingerprint([base, other], { fields: [{ schema: '*', path: 'a', treat: 'safe' }] }));
  t.equal(seen.size, changed.length + 10);
});
