import t from 'tap';
import { programOf } from '../../src/compile/ruleset.js';
import { RawFindings } from '../../src/scan/raw-findings.js';
import { fakeRuleset } from '../support.js';

t.test('its objects serve record after record', async (t) => {
  const [detector] = programOf(fakeRuleset([{ id: 'word', pattern: 'word' }])).detectors;
  if (detector === undefined) throw new Error('There is one.');
  const findings = new RawFindings();
  const add = (start: number): void => {
    findings.add(start, start + 4, detector, start > 5, start, start, 0.5, undefined, 'counts');
  };
  const starts = (): number[] => findings.all().map(({ start }) => start);
  for (const start of [1, 2, 3]) add(start);
  const first = findings.at(0);
  findings.reset();
  t.strictSame(starts(), []);
  for (const start of [7, 8, 9]) add(start);
  t.equal(findings.at(0), first);
  t.match(first, { start: 7, end: 11, byKey: true, token: 7, scope: 7, confidence: 0.5 });
  findings.dropLast(0);
  t.strictSame(starts(), [9, 8]);
  findings.dropLast();
  t.strictSame(starts(), [9]);
  findings.replace([{ ...findings.at(0), start: 20 }]);
  add(30);
  t.strictSame(starts(), [20, 30]);
});
