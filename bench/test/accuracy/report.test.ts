import { readFile } from 'node:fs/promises';
import t from 'tap';
import { judge } from '../../src/accuracy/measure.js';
import { Misses } from '../../src/accuracy/misses.js';
import { render } from '../../src/accuracy/pieces.js';
import { plotScores } from '../../src/accuracy/report/plot.js';
import { formatText, writeReport, type Measurement } from '../../src/accuracy/report/write.js';
import { Tally } from '../../src/accuracy/scores.js';

const line = render(
  [
    { text: 'Kim Lee', mark: 'person-name' },
    { text: ' <' },
    { text: 'a@b.cd', mark: 'email' },
    { text: '>' },
  ],
  'prose',
);
const finding = { detector: 'mail', category: 'pii', start: 9, end: 15 } as const;
const outcome = judge(line, [finding, { ...finding, detector: 'wild', start: 7, end: 8 }]);

function measurementOf(tally: Tally): Measurement {
  const basis = {
    set: 'tune',
    seed: 1,
    policy: 'standard',
    fingerprint: 'abcdef0123456789',
    detectorCount: 2,
  };
  return { ...basis, scores: tally.finish() };
}

function filled(): Tally {
  const tally = new Tally();
  tally.add(outcome);
  tally.addWithheld('too_deep');
  return tally;
}

t.test('prints averages, kinds and detectors as tables', (t) => {
  const text = formatText(measurementOf(filled()));
  t.match(text, 'Set tune, seed 1; policy standard, 2 detectors, ruleset abcdef012345');
  t.match(text, /1 lines; findings beside every label: 1, 1000\.00 per 1,000 lines/);
  t.match(text, 'withheld lines, whose labels count as missed: 1 too_deep');
  t.match(text, /person-name │ +pii │ contextual │ +1 │ +– │ +0\.00 │/);
  t.match(text, /wild +│ +1 │ +1 │ +0\.00/);
  t.end();
});

t.test('writes Markdown, JSON and a plot', async (t) => {
  const folder = `${t.testdir()}/results`;
  const paths = await writeReport(folder, 'tune', measurementOf(filled()));
  t.same(
    paths.map((path) => path.slice(folder.length)),
    ['/tune.md', '/tune.json', '/tune.svg'],
  );
  t.match(
    await readFile(`${folder}/tune.md`, 'utf8'),
    /\| email \| pii \| shaped \| 1 \| 100\.00 \| 100\.00 \|/,
  );
  const json: unknown = JSON.parse(await readFile(`${folder}/tune.json`, 'utf8'));
  t.match(json, { set: 'tune', kinds: { email: { partial: { recall: 1 } } }, withheld: { too_deep: 1 } });
  t.match(await readFile(`${folder}/tune.svg`, 'utf8'), /^<svg [^>]*>.*email \(1\).*<\/svg>$/s);
});

t.test('plots nothing where nothing is labelled', async (t) => {
  const tally = new Tally();
  tally.add(judge({ ...line, labels: [] }, []));
  const measurement = { ...measurementOf(tally), seed: undefined };
  const paths = await writeReport(t.testdir(), 'negatives', measurement);
  t.equal(paths.length, 2);
  t.notMatch(formatText(measurement), 'seed');
  t.throws(() => plotScores(measurement.scores, ''), /no kind to plot/);
});

t.test('shows examples of what was missed and what was wrong, as many as asked for', (t) => {
  const misses = new Misses(1);
  misses.add(outcome);
  misses.add(outcome);
  misses.add(judge(line, [{ ...finding, category: 'network' }]));
  misses.add(judge(line, [{ ...finding, start: 9, end: 10 }]));
  t.equal(
    misses.format(),
    [
      'missed: email',
      '  prose [category of mail]: Kim Lee <⟦a@b.cd⟧>',
      'missed: person-name',
      '  prose: ⟦Kim Lee⟧ <a@b.cd>',
      'wrong finding of mail',
      '  prose: Kim Lee <⟦a@b.cd⟧>',
      'wrong finding of wild',
      '  prose: Kim Lee⟦ ⟧<a@b.cd>',
      '',
    ].join('\n'),
  );
  t.end();
});
