import t from 'tap';
import { detectRecord } from '../../src/apply/redact.js';
import { defaultLimits } from '../../src/types.js';
import { fakeRuleset, type FakeDetector, type FakePolicy } from '../support.js';

function find(detectors: FakeDetector[], record: string, policy?: FakePolicy): string[] {
  const format = record.startsWith('{') ? 'json' : 'text';
  const result = detectRecord(fakeRuleset(detectors, policy), Buffer.from(record), format, defaultLimits);
  if ('withheld' in result) throw new TypeError(result.withheld);
  return result.findings.map(({ detector, start, end, confidence }) =>
    [detector, Buffer.from(record).toString('utf8', start, end), confidence].join(' '),
  );
}

const context = { raise: ['patient'], lower: ['order', 'build no'], within: 12 };
const sure = { id: 'a', pattern: 'x[0-9]', confidence: 0.6, context };

t.test('a word near a finding raises or lowers its confidence, and raising outweighs', async (t) => {
  t.strictSame(find([sure], 'x1'), ['a x1 0.6']);
  t.strictSame(find([sure], 'Patient x1'), ['a x1 0.95']);
  t.strictSame(find([sure], 'x1 the PATIENT'), ['a x1 0.95']);
  t.strictSame(find([sure], 'order x1'), []);
  t.strictSame(find([sure], 'x1 buildNo'), []);
  t.strictSame(find([sure], 'order x1 patient'), ['a x1 0.95']);
});

t.test('the word must stand whole within reach, and in the same record', async (t) => {
  t.strictSame(find([sure], 'order --- x1'), [], 'nine bytes away');
  t.strictSame(find([sure], 'order -------- x1'), ['a x1 0.6'], 'it begins too far away');
  t.strictSame(find([sure], 'reorder x1'), ['a x1 0.6']);
});

t.test('the field name counts in JSON, and the names beside it', async (t) => {
  t.strictSame(find([sure], '{"order":"x1"}'), []);
  t.strictSame(find([sure], '{"b":"x1","patient":1}'), ['a x1 0.95']);
});

t.test('confidence ends at 0.99 and 0, and is never lowered by raising', async (t) => {
  t.strictSame(find([{ ...sure, confidence: 0.9 }], 'patient x1'), ['a x1 0.99']);
  t.strictSame(find([{ ...sure, confidence: 1 }], 'patient x1'), ['a x1 1']);
  t.strictSame(find([{ ...sure, confidence: 0.2 }], 'order x1', { thresholds: { default: 0 } }), ['a x1 0']);
  t.strictSame(find([{ ...sure, confidence: 0.85 }], 'order x1'), ['a x1 0.5'], 'exactly the threshold');
});

t.test('a context may know words of one kind only', async (t) => {
  t.strictSame(find([{ ...sure, context: { raise: ['patient'] } }], 'order x1 patient'), ['a x1 0.95']);
  t.strictSame(find([{ ...sure, context: { lower: ['order'] } }], 'order x1 patient'), []);
});

const weak = { id: 'w', weakKeys: ['weight'], keys: ['body_weight'], context: { raise: ['kg', 'patient'] } };

t.test('a weak key counts near a raising word only, or under a low threshold', async (t) => {
  t.strictSame(find([weak], '{"weight":70}'), []);
  t.strictSame(find([weak], '{"bodyWeight":70}'), ['w 70 0.8']);
  t.strictSame(find([weak], '{"weight":70,"unit":"kg"}'), ['w 70 0.75']);
  t.strictSame(find([weak], '{"weight":70}', { thresholds: { pii: 0.4 } }), ['w 70 0.4']);
  t.strictSame(find([{ ...weak, confidence: 0.1 }], '{"weight":7}', { thresholds: { w: 0.1 } }), ['w 7 0.1']);
});

t.test('the threshold of a detector outranks that of its category, and that the default', async (t) => {
  const thresholds = { default: 0.9, pii: 0.7, b: 0.5 };
  const three = ['a', 'b'].map((id) => ({ id, pattern: `${id}[0-9]`, confidence: 0.6 }));
  t.strictSame(find(three, 'a1 b1', { thresholds }), ['b b1 0.6']);
  t.strictSame(find([{ ...sure, category: 'pci' }], 'x1', { thresholds: { default: 0.9, pii: 0.1 } }), []);
});

t.test('an allowed value is no finding, and nothing inside it is', async (t) => {
  const mail = { id: 'mail', pattern: '[a-z]+@[a-z.]+', keys: ['to'] };
  const allow = [{ detectors: ['mail'], values: ['bob@x.org', 'é'], reason: 'for the test' }];
  t.strictSame(find([mail], 'bob@x.org ann@x.org', { allow }), ['mail ann@x.org 0.8']);
  t.strictSame(find([mail], '{"to":"bob@x.org","cc":"bob\\u0040x.org ob@x.org"}', { allow }), [
    'mail ob@x.org 0.8',
  ]);
  const other = [{ categories: ['pci'], values: ['bob@x.org'], reason: 'for the test' }];
  t.strictSame(find([mail], 'bob@x.org', { allow: other }), ['mail bob@x.org 0.8']);
});
