import t from 'tap';
import { detectRecord, redactRecord } from '../../src/apply/redact.js';
import { defaultLimits } from '../../src/types.js';
import { contextOf, fakeRuleset } from '../support.js';

function find(keys: string[], text: string): string[] | string {
  const record = Buffer.from(text);
  const result = detectRecord(fakeRuleset([{ id: 'k', keys }]), record, 'json', defaultLimits);
  if ('withheld' in result) return result.withheld;
  return result.findings.map(({ start, end }) => record.toString('utf8', start, end));
}

t.test('finds a value by the name beside it, in either order', async (t) => {
  t.strictSame(find(['pin'], '{"key":"pin","value":"x"}'), ['x']);
  t.strictSame(find(['pin'], '{"value":"x","type":1,"key":"pin"}'), ['x']);
  t.strictSame(find(['pin'], '[{"name":"PIN","value":1},{"name":"other","value":2}]'), ['1']);
  t.strictSame(find(['pin'], '{"Tags":[{"Key":"Pin","Value":true}]}'), ['true']);
  t.strictSame(find(['user_pin'], '{"key":"userPin","value":"x"}'), ['x'], 'in any casing style, as a key');
});

t.test('finds what OTLP wraps', async (t) => {
  const attribute = (value: string): string => `{"attributes":[{"key":"pin","value":${value}}]}`;
  t.strictSame(find(['pin'], attribute('{"stringValue":"x"}')), ['x']);
  t.strictSame(find(['pin'], attribute('{"intValue":"12"}')), ['12']);
  t.strictSame(
    find(['pin'], attribute('{"arrayValue":{"values":[{"stringValue":"x"},{"boolValue":false}]}}')),
    ['x', 'false'],
  );
  const list =
    '{"kvlistValue":{"values":[{"key":"pin","value":{"stringValue":"x"}},{"key":"b","value":{"intValue":1}}]}}';
  t.strictSame(find(['pin'], `{"body":${list}}`), ['x']);
  t.strictSame(find(['user.pin'], `{"key":"user","value":${list}}`), ['x']);
  t.strictSame(find(['user.pin'], `{"attributes":[{"key":"user.pin","value":{"stringValue":"x"}}]}`), ['x']);
  t.strictSame(find(['attributes.pin'], attribute('{"stringValue":"x"}')), ['x']);
});

t.test('goes on below a named value, by the name and by `value`', async (t) => {
  const text = '{"name":"user","value":{"pin":1,"deep":{"pin":2}},"pin":3}';
  t.strictSame(find(['user.pin'], text), ['1']);
  t.strictSame(find(['value.pin'], text), ['1']);
  t.strictSame(find(['user'], text), ['1', '2']);
  t.strictSame(find(['pin'], text), ['1', '2', '3']);
  t.strictSame(find(['deep.pin'], text), ['2']);
});

t.test('reads escapes in the members and in the name', async (t) => {
  t.strictSame(find(['pin'], '{"\\u006bey":"p\\u0069n","v\\u0061lue":"x"}'), ['x']);
  t.strictSame(find(['é'], '{"name":"\\u00e9","value":"x"}'), ['x']);
  t.strictSame(find(['pin'], '{"k\\u0065yz":"pin","value":"x"}'), []);
});

t.test('takes every name of a value', async (t) => {
  t.strictSame(find(['pin'], '{"name":"pin","key":"b","value":"x"}'), ['x']);
  t.strictSame(find(['pin'], '{"key":"a","key":"pin","key":"b","value":"x","value":"y"}'), ['x', 'y']);
});

t.test('finds nothing where no name or no value stands beside the other', async (t) => {
  for (const text of [
    '{"key":"pin"}',
    '{"value":"x"}',
    '{"key":"pin","value":null}',
    '{"key":"pin","value":""}',
    '{"key":7,"value":"x"}',
    '{"key":{"key":"pin"},"value":"x"}',
    '{"key":["pin"],"value":"x"}',
    '[{"key":"pin"},{"value":"x"}]',
    '{"a":{"key":"pin"},"value":"x"}',
    '{"keys":"pin","value":"x"}',
    '{"key":"pin","val":"x","kex":"y","valuf":"z"}',
    '["key","pin","value","x"]',
  ])
    t.strictSame(find(['pin'], text), [], text);
});

t.test('withholds an object with very many names', async (t) => {
  const names = (count: number): string => `{${'"key":"a",'.repeat(count)}"value":"x"}`;
  t.strictSame(find(['a'], names(8)), ['x']);
  t.equal(find(['a'], names(9)), 'scan_budget');
  t.equal(find(['a'], names(400)), 'scan_budget', 'however many they are');
  const behind = `{"value":"x"${',"name":"a"'.repeat(9)}}`;
  t.equal(find(['a'], behind), 'scan_budget', 'before them or behind them');
  const between = `{${'"name":"a",'.repeat(5)}"value":"x"${',"key":"a"'.repeat(4)}}`;
  t.equal(find(['a'], between), 'scan_budget');
});

t.test('keeps an object with very many names and no value', async (t) => {
  for (const count of [9, 127, 128, 129, 256, 257, 1000]) {
    const names = `{${'"name":"a",'.repeat(count)}"pin":"x"}`;
    t.strictSame(find(['pin'], names), ['x'], String(count));
    t.strictSame(find(['a'], `[${names},{"name":"a","value":"y"}]`), ['y'], 'and the others have theirs');
    t.equal(find(['a'], `{"value":${names}${',"key":"a"'.repeat(9)}}`), 'scan_budget');
  }
});

t.test('reads records longer than any before', async (t) => {
  const many = Array.from(
    { length: 300 },
    (_, index) => `{"key":"k${String(index)}","value":{"stringValue":"x"}}`,
  );
  t.strictSame(find(['k7'], `[${many.join(',')}]`), ['x']);
});

t.test('counts towards the findings that a record may have', async (t) => {
  const ruleset = fakeRuleset([{ id: 'k', keys: ['pin'] }]);
  const record = Buffer.from('{"key":"pin","value":[1,2]}');
  const limits = { ...defaultLimits, maxFindingsPerRecord: 1 };
  t.strictSame(detectRecord(ruleset, record, 'json', limits), { withheld: 'scan_budget' });
});

t.test('leaves JSON of the same shape', async (t) => {
  const redact = (action: string, text: string): string => {
    const ruleset = fakeRuleset([{ id: 'k', keys: ['pin'], action }]);
    const result = redactRecord(ruleset, Buffer.from(text), 'json', contextOf());
    return result.kind === 'kept' ? result.bytes.toString() : result.kind;
  };
  t.equal(
    redact('mask', '{"key":"pin","value":{"stringValue":"x","intValue":7}}'),
    '{"key":"pin","value":{"stringValue":"[K]","intValue":null}}',
  );
  t.equal(redact('drop', '[{"key":"pin","value":{"stringValue":"x"}},1]'), '[{"key":"pin"},1]');
  t.equal(redact('drop', '{"value":"x","key":"pin"}'), '{"key":"pin"}');
});
