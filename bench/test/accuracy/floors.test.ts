import { readFile } from 'node:fs/promises';
import t from 'tap';
import { loadRuleset } from '@scrubjay/boot';
import { floorsFrom, runGuard, shortfallsOf, type Floors } from '../../src/accuracy/floors.js';
import { Tally, type Scores } from '../../src/accuracy/scores.js';
import { judge } from '../../src/accuracy/measure.js';
import { render } from '../../src/accuracy/pieces.js';

const file = new URL('../../accuracy/floors.json', import.meta.url);

t.test('the rules find as much, and as little else, as they did', { timeout: 300_000 }, async (t) => {
  const floors = JSON.parse(await readFile(file, 'utf8')) as Floors;
  const run = runGuard(await loadRuleset({ policy: floors.policy }), floors);
  t.same(shortfallsOf(run, floors), [], 'see docs/accuracy.md');
  t.ok(Object.keys(floors.kinds).length > 100, 'every kind has a floor');
});

/** Scores of lines that each hold one email, found or not. */
function scoresOf(found: number, missed: number, wrong = 0): Scores {
  const tally = new Tally();
  const line = render([{ text: 'to ' }, { text: 'a@b.cd', mark: 'email' }], 'prose');
  const hit = { detector: 'email', category: 'pii', start: 3, end: 9 } as const;
  const slip = { detector: 'email', category: 'pii', start: 0, end: 2 } as const;
  for (let at = 0; at < found; at += 1) tally.add(judge(line, [hit]));
  for (let at = 0; at < missed; at += 1) tally.add(judge(line, []));
  for (let at = 0; at < wrong; at += 1) tally.add(judge({ ...line, labels: [] }, [slip]));
  return tally.finish();
}

const basis = { policy: 'standard', seed: 1, lines: 20 };
const clean = scoresOf(0, 0);

t.test('sets floors at what is reached, rounded down, and the averages at what is wanted', (t) => {
  const floors = floorsFrom({ labelled: scoresOf(39, 1), negatives: scoresOf(0, 1000, 3) }, basis);
  t.match(floors.kinds, { email: { precision: 1, recall: 0.97 } });
  t.match(floors.classes, { shaped: { precision: 0.99, recall: 0.97 } });
  t.same(floors.detectors, { email: 1 });
  t.equal(floors.falsePositivesPer1000Negatives, 3);
  t.equal(floorsFrom({ labelled: clean, negatives: clean }, basis).falsePositivesPer1000Negatives, 1);
  t.end();
});

t.test('names what fell below its floor', (t) => {
  const floors = floorsFrom({ labelled: scoresOf(40, 0), negatives: clean }, basis);
  t.same(shortfallsOf({ labelled: scoresOf(40, 0), negatives: clean }, floors), []);
  t.match(shortfallsOf({ labelled: scoresOf(20, 20), negatives: clean }, floors), [
    /^all: recall 0\.5000 is below its floor 0\.97/,
    /^shaped: recall 0\.5000 is below its floor 0\.99/,
    /^email: recall 0\.5000 is below its floor 1$/,
  ]);
  t.match(
    shortfallsOf({ labelled: scoresOf(20, 0, 20), negatives: clean }, floors).join(),
    /email: precision 0\.5/,
  );
  t.match(shortfallsOf({ labelled: scoresOf(40, 0), negatives: scoresOf(0, 0, 9) }, floors), [
    /^hard negatives: 1000/,
  ]);
  t.match(
    shortfallsOf({ labelled: clean, negatives: clean }, floors).join(),
    /email: precision 0\.0000/,
    'gone',
  );
  t.end();
});
