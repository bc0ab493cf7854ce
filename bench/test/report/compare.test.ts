import t from 'tap';
import { compareReports, regressionsOf, type Verdict } from '../../src/report/compare.js';
import { formatComparison } from '../../src/report/compare-text.js';
import type { Figure } from '../../src/report/index.js';
import { figureOf, reportOf } from './support.js';

const steady = (value: number): number[] => [0.99, 1, 1, 1, 1.01].map((factor) => factor * value);

function verdictOf(
  before: readonly number[],
  after: readonly number[],
  better: Figure['better'] = 'more',
): Verdict | undefined {
  const [left, right] = [before, after].map((samples) => [reportOf([figureOf('a', samples, better)])]);
  return compareReports(left ?? [], right ?? []).both[0]?.verdict;
}

t.test('tells better from worse, by what is wanted', (t) => {
  t.equal(verdictOf(steady(100), steady(120)), 'better');
  t.equal(verdictOf(steady(100), steady(80)), 'worse');
  t.equal(verdictOf(steady(100), steady(120), 'less'), 'worse');
  t.equal(verdictOf(steady(100), steady(80), 'less'), 'better');
  t.equal(verdictOf(steady(100), steady(80), 'neither'), 'changed');
  t.end();
});

t.test('calls noise what the spread explains, or what is too small to matter', (t) => {
  t.equal(verdictOf([80, 90, 100, 110, 120], [100, 110, 120, 130, 140]), 'within noise');
  t.equal(verdictOf([100, 100, 100, 100, 100], [101, 101, 101, 101, 101]), 'within noise');
  t.equal(verdictOf(steady(100), steady(100)), 'within noise');
  t.equal(verdictOf(steady(100), [50, 50, 50, 50]), 'too few runs');
  t.end();
});

t.test('finds what got worse by more than allowed', (t) => {
  const before = [
    reportOf([figureOf('slower', steady(100)), figureOf('noisy', [50, 100, 100, 100, 150])]),
    reportOf([figureOf('memory', [100], 'less'), figureOf('gone', [1])]),
  ];
  const after = [
    reportOf([
      figureOf('slower', steady(80)),
      figureOf('noisy', [40, 80, 80, 80, 120]),
      figureOf('memory', [150], 'less'),
      figureOf('new', [1]),
    ]),
  ];
  const comparisons = compareReports(before, after);
  const idsAbove = (percent: number): string[] => regressionsOf(comparisons, percent).map(({ id }) => id);
  t.same(idsAbove(10), ['slower', 'memory'], 'noise is no regression; a single run counts as it is');
  t.same(idsAbove(30), ['memory']);
  t.same(idsAbove(60), []);
  t.match(comparisons, { onlyBefore: ['gone'], onlyAfter: ['new'] });
  t.same(regressionsOf(compareReports(after, after), 0), []);
  t.end();
});

t.test('prints both sides with their spread, and warns of another machine', (t) => {
  const before = [reportOf([figureOf('a', steady(100)), figureOf('b', [1])])];
  const { machine } = reportOf([]);
  const after = [
    reportOf([figureOf('a', steady(80)), figureOf('c', [1])], { machine: { ...machine, cpu: 'Z80' } }),
  ];
  const text = formatComparison(before, after, compareReports(before, after));
  t.match(text, /a +│ +100 \(99 – 101\) │ 80 \(79\.2 – 80\.8\) │ MB\/s │ -20\.0 % │ +worse/);
  t.match(text, 'Not the same cpu: CPU and Z80.');
  t.notMatch(text, 'Not the same node');
  t.match(text, 'Only in A: b');
  t.match(text, 'Only in B: c');
  t.end();
});
