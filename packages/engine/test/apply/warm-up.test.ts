import t from 'tap';
import { redactFrame } from '../../src/apply/redact.js';
import { warmUp } from '../../src/apply/warm-up.js';
import { programOf } from '../../src/compile/ruleset.js';
import { isFilterWorthwhile } from '../../src/prefilter/filters.js';
import { contextOf, fakeRuleset, type FakeDetector } from '../support.js';

/** More patterns than are searched without a filter. */
const detectors: FakeDetector[] = Array.from({ length: 40 }, (_, index) => ({
  id: `word-${String(index)}`,
  pattern: `word${String(index)}x`,
  action: index % 2 === 0 ? 'mask' : 'pseudonymize',
  examples: {
    match: [`a word${String(index)}x`, `{"key":"word${String(index)}x"}`, `two\nlines word${String(index)}x`],
    ignore: ['a', 'b', 'c'],
  },
}));

t.test('what a first frame would make is there before it comes', async (t) => {
  const [warm, cold] = [fakeRuleset(detectors), fakeRuleset(detectors)];
  warmUp(warm);
  t.ok(isFilterWorthwhile(programOf(warm), 1), 'the filter is there for the smallest record');
  t.notOk(isFilterWorthwhile(programOf(cold), 1), 'and where nobody warmed up it is not');
});

t.test('what is found and written stays the same', async (t) => {
  const [warm, cold] = [fakeRuleset(detectors), fakeRuleset(detectors)];
  warmUp(warm);
  const bytes = Buffer.from('word1x and word2x\nnothing\n');
  const frame = { bytes, lengths: Uint32Array.from([18, 8]), format: 'text' } as const;
  const [after, before] = [warm, cold].map((ruleset) => redactFrame(ruleset, frame, contextOf()));
  t.equal(after?.bytes.toString(), before?.bytes.toString());
  t.match(after?.bytes.toString(), /\[[^\]]*\] and \[[^\]]*\]\nnothing\n/);
});

t.test('rules without patterns, and without examples of a format, are warm at once', async (t) => {
  t.doesNotThrow(() => warmUp(fakeRuleset([{ id: 'key', keys: ['mail'] }])));
});
