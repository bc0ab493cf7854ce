import t from 'tap';
import { framesOf } from '../src/frames.js';
import { measureClean, measureCorpora, measureRuleSizes, raceJson, raceRe2 } from '../src/races.js';
import { brief, ruleset, sources } from './support.js';

const corpus = (name: string, ...texts: readonly string[]) => ({
  name,
  frames: framesOf(texts.map((text) => Buffer.from(text))),
});
const thin = corpus('thin', 'secret 1 and much else', 'nothing at all');
const dense = corpus('dense', 'secret 1', '{"cardNumber":"7"}');

t.test('measures each corpus and all together, and names the densest', async (t) => {
  const { each, all, densest, memcpy } = await measureCorpora(ruleset, [thin, dense], brief);
  t.same(
    each.map(({ name, findings }) => [name, findings]),
    [
      ['thin', 1],
      ['dense', 2],
    ],
  );
  t.match(all, { findings: 3, records: 4 });
  t.equal(densest.name, 'dense');
  t.equal(memcpy.bytes, all.bytes);
  t.ok((all.mbPerSecond[0] ?? 0) <= Math.max(...each.map(({ mbPerSecond }) => mbPerSecond[0] ?? 0)));
  await t.rejects(measureCorpora(ruleset, [], brief), RangeError);
});

t.test('measures the records without findings alone', async (t) => {
  t.match(await measureClean(ruleset, thin.frames, brief), { records: 1, findings: 0 });
  t.equal(await measureClean(ruleset, dense.frames, brief), undefined);
});

t.test('holds the engine against baselines on the same bytes', async (t) => {
  const re2 = await raceRe2(ruleset, dense.frames, brief);
  t.equal(re2.engine.bytes, re2.baseline.bytes);
  t.equal(re2.baseline.mbPerSecond.length, brief.rounds);
  const json = await raceJson(ruleset, dense.frames, brief);
  t.match(json, { engine: { records: 1, findings: 1 }, baseline: { records: 1 } });
  t.equal(await raceJson(ruleset, thin.frames, brief), undefined);
});

t.test('measures rulesets of several sizes', async (t) => {
  const sizes = await measureRuleSizes(sources, [1, 3], dense.frames, brief);
  t.match(sizes, [
    { rules: 1, patterns: 1 },
    { rules: 3, patterns: 3, speed: { findings: 2 } },
  ]);
});
