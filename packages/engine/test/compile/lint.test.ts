import t from 'tap';
import { lintRuleset } from '../../src/compile/lint.js';
import { fakeRuleset } from '../support.js';

t.test('warns of slow and doubled patterns, and of nothing else', async (t) => {
  const warnings = lintRuleset(
    fakeRuleset([
      { id: 'fine', pattern: '\\bsecret-[a-z]{20}\\b' },
      { id: 'unbounded', pattern: '.*secret' },
      { id: 'huge', pattern: 'x[a-z]{201,300}' },
      { id: 'literal-free', pattern: '\\b[0-9]{9}\\b' },
      { id: 'doubled', patterns: ['\\bsecret-[a-z]{20}\\b', 'other'] },
      { id: 'by-key', keys: ['secret'] },
    ]),
  );
  t.match(
    warnings.map(({ detector, message }) => [detector, message]),
    [
      ['unbounded', /begins with an unbounded repetition/],
      ['huge', /repeats 300 times/],
      ['literal-free', /no literal/],
      ['doubled', /the same as one of detector fine/],
    ],
  );
  t.equal(warnings.length, 4);
  t.ok(warnings.every(({ file, line }) => file === 'fake.yaml' && line > 1));
});
