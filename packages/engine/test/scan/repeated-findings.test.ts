import t from 'tap';
import { detectRecord } from '../../src/apply/redact.js';
import { programOf } from '../../src/compile/ruleset.js';
import { RawFindings } from '../../src/scan/raw-findings.js';
import { RepeatedFindings } from '../../src/scan/repeated-findings.js';
import { defaultLimits } from '../../src/types.js';
import { fakeRuleset } from '../support.js';

t.test('which of two equal findings is kept does not depend on which was found first', async (t) => {
  const [detector] = programOf(fakeRuleset([{ id: 'word', pattern: 'word' }])).detectors;
  if (detector === undefined) throw new Error('There is one.');
  for (const tokens of [
    [1, 5],
    [5, 1],
  ]) {
    const repeated = new RepeatedFindings();
    const findings = new RawFindings();
    for (const token of tokens) {
      findings.add(3, 7, detector, false, token, token, 1, undefined, 'counts');
      repeated.keepIfNew(findings);
    }
    findings.add(3, 8, detector, false, 2, 2, 1, undefined, 'counts');
    t.ok(repeated.keepIfNew(findings), 'other bytes');
    t.strictSame(
      findings.all().map(({ token }) => token),
      [5, 2],
    );
  }
});

t.test('single records find the same before and after the filter of their ruleset is made', async (t) => {
  const ruleset = fakeRuleset(
    Array.from({ length: 40 }, (_, index) => ({
      id: `word-${String(index)}`,
      pattern: `word${String(index)}x`,
    })),
  );
  const record = Buffer.from('a word7x and a word31x stand here');
  const found = (): unknown => detectRecord(ruleset, record, 'text', defaultLimits);
  const first = found();
  t.match(first, { findings: [{ detector: 'word-7' }, { detector: 'word-31' }] });
  for (let time = 0; time < 30; time += 1) t.strictSame(found(), first);
});
