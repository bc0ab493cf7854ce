import t from 'tap';
import { detectRecord } from '../../src/apply/redact.js';
import { defaultLimits, type EngineFormat } from '../../src/types.js';
import { validators } from '../../src/validate/index.js';
import { fakeRuleset, type FakeDetector } from '../support.js';

/** The text of each finding. */
function find(
  detector: FakeDetector,
  text: string,
  format: EngineFormat = 'text',
  registry = validators,
): string[] | string {
  const record = Buffer.from(text);
  const result = detectRecord(fakeRuleset([detector], undefined, registry), record, format, defaultLimits);
  if ('withheld' in result) return result.withheld;
  return result.findings.map(({ start, end }) => record.toString('utf8', start, end));
}

t.test('finds every match, the whole of it or its value group', async (t) => {
  t.strictSame(find({ id: 'a', pattern: 'x[0-9]+' }, 'x1 x22 y3 x4'), ['x1', 'x22', 'x4']);
  t.strictSame(find({ id: 'a', pattern: 'pin=(?P<value>[0-9]+)' }, 'é pin=12 pin=3'), ['12', '3']);
  t.strictSame(find({ id: 'a', pattern: '(?:x|pin=(?P<value>[0-9]+))' }, 'pin=12 x'), ['12', 'x']);
  t.strictSame(find({ id: 'a', pattern: 'pin=(?P<value>[0-9]*)' }, 'pin= pin=3'), ['3']);
  t.strictSame(find({ id: 'a', patterns: ['one', 'two'] }, 'two one'), ['two', 'one']);
});

t.test('goes on at the end of the value, so that one delimiter can serve two values', async (t) => {
  t.strictSame(find({ id: 'a', pattern: ',(?P<value>[0-9]+),' }, ',1,2,3,'), ['1', '2', '3']);
});

t.test('goes on inside a match that a validator refuses', async (t) => {
  const detector = { id: 'a', pattern: '\\b(?:[0-9] ?){13,19}\\b', validate: ['luhn'] };
  t.strictSame(find(detector, '12345 4111111111111111'), ['4111111111111111']);
  t.strictSame(find({ id: 'a', pattern: '[é0-9]{3}', validate: ['luhn'] }, 'éé018'), ['018']);
});

t.test('does not search a long refused match twice, nor a long tail', async (t) => {
  const long = 'x'.repeat(300);
  t.strictSame(find({ id: 'a', pattern: '[x0-9]{300,310}', validate: ['entropy'] }, `${long}1`), []);
  t.strictSame(find({ id: 'a', pattern: '(?P<value>[0-9])[^z]*' }, `1${long}2`), ['1']);
  t.strictSame(find({ id: 'a', pattern: '(?P<value>[0-9])[^z]*' }, '1xx2'), ['1', '2']);
});

t.test('passes over a match without length', async (t) => {
  // Empty only behind a q, which no probe at compile time holds.
  t.strictSame(find({ id: 'a', pattern: 'é?\\b\\B|x1' }, 'qé x1'), ['x1']);
});

t.test('all validators must accept', async (t) => {
  const detector = { id: 'a', pattern: '[0-9]+', validate: ['luhn', 'card-iin'] };
  t.strictSame(find(detector, '18 4111111111111111 4111111111111112'), ['4111111111111111']);
});

t.test('withholds the record when a validator throws', async (t) => {
  const broken = {
    ...validators,
    luhn: (): boolean => {
      throw new Error('broken');
    },
  };
  const detector = { id: 'a', pattern: '[0-9]+', validate: ['luhn'] };
  t.equal(find(detector, 'x 1', 'text', broken), 'validator_failed');
  t.equal(find(detector, '{"a":1}', 'json', broken), 'validator_failed');
  t.strictSame(find(detector, 'no digits', 'text', broken), []);
});

t.test('wants a keyword within the distance, before or behind', async (t) => {
  const detector = { id: 'a', pattern: '\\b[0-9]{3}\\b', keywords: { near: ['pin'], within: 5 } };
  t.strictSame(find(detector, 'pin: 123'), ['123']);
  t.strictSame(find(detector, '123 = pin'), []);
  t.strictSame(find(detector, '123 (pin)'), ['123']);
  t.strictSame(find(detector, 'pin is at 123'), []);
  t.strictSame(find(detector, '123'), []);
  t.strictSame(find(detector, '{"pin":123,"b":"456"}', 'json'), ['123']);
  const behindEscape = { ...detector, keywords: { near: ['pin'], within: 8 } };
  t.strictSame(find(behindEscape, '{"pin":"\\n123"}', 'json'), ['123']);
  t.strictSame(find(detector, '{"pin":"\\n123"}', 'json'), []);
});

t.test('looks for the keyword in what the pattern takes in around its value, not in the value', async (t) => {
  const around = {
    id: 'a',
    pattern: 'pin of user (?P<value>[0-9]+)',
    keywords: { near: ['pin'], within: 1 },
  };
  t.strictSame(find(around, 'pin of user 7'), ['7']);
  const inside = { id: 'a', pattern: '[a-z]+-[0-9]+', keywords: { near: ['pin'], within: 5 } };
  t.strictSame(find(inside, 'pin-12'), []);
  t.strictSame(find(inside, 'my pin x-12'), ['x-12']);
});

t.test('does not look for keywords in the neighbouring record', async (t) => {
  const detector = { id: 'a', pattern: '[0-9]+', keywords: { near: ['pin'], within: 40 } };
  t.strictSame(find(detector, '12\n'), []);
});

t.test('withholds a record with more findings than the limit', async (t) => {
  const ruleset = fakeRuleset([{ id: 'a', pattern: '[0-9]' }]);
  const limits = { ...defaultLimits, maxFindingsPerRecord: 3 };
  t.match(detectRecord(ruleset, Buffer.from('1 2 3'), 'text', limits), { findings: { length: 3 } });
  t.strictSame(detectRecord(ruleset, Buffer.from('1 2 3 4'), 'text', limits), { withheld: 'scan_budget' });
});
