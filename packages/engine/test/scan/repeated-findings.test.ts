import t from 'tap';
import { detectRecord } from '../../src/apply/redact.js';
import { programOf } from '../../src/compile/ruleset.js';
import type { RawFinding } from '../../src/scan/raw-finding.js';
import { RepeatedFindings } from '../../src/scan/repeated-findings.js';
import { defaultLimits } from '../../src/types.js';
import { fakeRuleset } from '../support.js';

t.test('which of two equal findings is kept does not depend on which was found first', async (t) => {
  const [detector] = programOf(fakeRuleset([{ id: 'word', pattern: 'word' }])).detectors;
  const finding = (token: number): RawFinding =>
    ({
      start: 3,
      end: 7,
      detector,
      byKey: false,
      token,
      scope: token,
      confidence: 1,
      verdict: 'counts',
    }) as RawFinding;
  for (const tokens of [
    [1, 5],
    [5, 1],
  ]) {
    const repeated = new RepeatedFindings();
    const findings: RawFinding[] = [];
    for (const token of tokens) if (repeated.isNew(findings, finding(token))) findings.push(finding(token));
    t.strictSame(
      findings.map(({ token }) => token),
      [5],
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
