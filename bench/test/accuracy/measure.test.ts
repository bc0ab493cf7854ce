import t from 'tap';
import type { Category } from '@scrubjay/engine';
import { judge, type Found } from '../../src/accuracy/measure.js';
import { render, type LabelledLine } from '../../src/accuracy/pieces.js';
import { Tally } from '../../src/accuracy/scores.js';

/** `Herr ` is optional, `Kim Lee` and `a@b.cd` are labels. */
const line: LabelledLine = render(
  [
    { text: 'für ' },
    { text: 'Herr ', mark: 'optional' },
    { text: 'Kim Lee', mark: 'person-name' },
    { text: ' an ' },
    { text: 'a@b.cd', mark: 'email' },
  ],
  'prose',
);
const name = { start: 10, end: 17 };
const mail = { start: 21, end: 27 };

const finding = (start: number, end: number, category: Category = 'pii', detector = 'd'): Found => ({
  detector,
  category,
  start,
  end,
});

const rate = (findings: readonly Found[]): readonly (readonly [strict: boolean, partial: boolean])[] =>
  judge(line, findings).labels.map(({ strict, partial }) => [strict, partial]);

t.test('counts places in UTF-8 bytes', (t) => {
  t.match(line.labels, [name, mail]);
  t.match(line.optional, [{ start: 5, end: 10 }]);
  t.end();
});

t.test('calls the same bytes strict, and optional bytes beside them too', (t) => {
  t.same(rate([finding(10, 17), finding(21, 27)]), [
    [true, true],
    [true, true],
  ]);
  t.same(rate([finding(5, 17)])[0], [true, true]);
  t.same(rate([finding(4, 17)])[0], [false, true], 'a byte that is neither label nor optional');
  t.end();
});

t.test('calls a label found if half its bytes are covered, by one finding or several', (t) => {
  t.same(rate([finding(10, 13)])[0], [false, false], 'three of seven bytes');
  t.same(rate([finding(10, 14)])[0], [false, true], 'four of seven bytes');
  t.same(rate([finding(10, 12), finding(14, 17)])[0], [false, true], 'five of seven in two findings');
  t.end();
});

t.test('does not count a label under another category as found, but as covered', (t) => {
  const [outcome] = judge(line, [finding(10, 17, 'health')]).labels;
  t.match(outcome, { strict: false, partial: false, wrongCategory: true, leakedBytes: 0, detector: 'd' });
  t.end();
});

t.test('counts the bytes that no finding covers as leaked', (t) => {
  t.equal(judge(line, [finding(12, 17)]).labels[0]?.leakedBytes, 2);
  t.equal(judge(line, []).labels[1]?.leakedBytes, 6);
  t.end();
});

t.test('judges findings: right, on optional text alone, beside every label', (t) => {
  const outcomes = judge(line, [finding(0, 3), finding(5, 9), finding(10, 17)]).findings;
  t.same(
    outcomes.map(({ partial, ignored }) => [partial, ignored]),
    [
      [false, false],
      [false, true],
      [true, false],
    ],
  );
  t.end();
});

t.test('sums up precision, recall and F1 by kind, category, class and detector', (t) => {
  const tally = new Tally();
  tally.add(judge(line, [finding(0, 3, 'pii', 'wild'), finding(10, 17, 'pii', 'name')]));
  tally.addWithheld('too_deep');
  const scores = tally.finish();
  t.match(scores.kinds.get('person-name')?.strict, { precision: 1, recall: 1, f1: 1 });
  t.match(scores.kinds.get('email')?.partial, { precision: undefined, recall: 0, f1: undefined });
  t.match(scores.categories.get('pii')?.partial, { precision: 0.5, recall: 0.5, f1: 0.5 });
  t.match(
    scores.classes.get('contextual')?.partial,
    { precision: 0.5, recall: 1 },
    'the wild one is charged here',
  );
  t.match(scores.classes.get('shaped')?.partial, { precision: undefined, recall: 0 });
  t.match(scores.detectors.get('wild'), { findings: 1, right: 0, precision: 0 });
  t.equal(scores.classes.get('all')?.byteRecall, 7 / 13);
  t.equal(scores.falsePositivesPer1000Lines, 1000);
  t.same(scores.withheld, { too_deep: 1 });
  t.end();
});

t.test('calls F1 zero where findings and labels never meet', (t) => {
  const tally = new Tally();
  tally.add(judge(line, [finding(0, 3)]));
  t.match(tally.finish().classes.get('all')?.partial, { precision: 0, recall: 0, f1: 0 });
  t.end();
});
