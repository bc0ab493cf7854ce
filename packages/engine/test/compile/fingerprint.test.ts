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
    { ...base, ...{ title: 'Another', confidence: 0.1 } },
  ];
  for (const detector of same) t.equal(fingerprint([detector, other]), original);
  t.equal(fingerprint([base, other], { maskedNumber: 'null' }), original);
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
  ];
  const seen = new Set(changed.map((detector) => fingerprint([detector, other])));
  seen.add(original);
  seen.add(fingerprint([other, base]));
  seen.add(fingerprint([base]));
  seen.add(fingerprint([base, other], { maskedNumber: 'zero' }));
  seen.add(fingerprint([base, other], { actions: { b: 'drop' } }));
  t.equal(seen.size, changed.length + 5);
});
