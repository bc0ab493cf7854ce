import t from 'tap';
import { detectRecord } from '../../src/apply/redact.js';
import { defaultLimits } from '../../src/types.js';
import { fakeRuleset } from '../support.js';

function find(keys: string[], text: string, limit = 100): string[] | string {
  const record = Buffer.from(text);
  const ruleset = fakeRuleset([{ id: 'k', keys }]);
  const result = detectRecord(ruleset, record, 'json', { ...defaultLimits, maxFindingsPerRecord: limit });
  if ('withheld' in result) return result.withheld;
  return result.findings.map(({ start, end }) => record.toString('utf8', start, end));
}

t.test('acts on a value whatever it is, but leaves null and the empty string', async (t) => {
  t.strictSame(find(['a'], '{"a":"x y","b":"z"}'), ['x y']);
  t.strictSame(find(['a'], '[{"a":-1.5e3},{"a":true},{"A":false}]'), ['-1.5e3', 'true', 'false']);
  t.strictSame(find(['a'], '{"a":null}'), []);
  t.strictSame(find(['a'], '{"a":""}'), []);
  t.strictSame(find(['a'], '{"a":"\\n\\u0041"}'), ['\\n\\u0041']);
});

t.test('acts on all leaves below an object or array, and on nothing beside it', async (t) => {
  const text = '{"x":0,"a":{"b":[1,"two",{"c":null,"d":[[3]]}],"e":{}},"f":4,"g":[5]}';
  t.strictSame(find(['a'], text), ['1', 'two', '3']);
  t.strictSame(find(['b'], text), ['1', 'two', '3']);
  t.strictSame(find(['a.b'], text), ['1', 'two', '3']);
  t.strictSame(find(['a.b.d'], text), ['3']);
  t.strictSame(find(['a.d'], text), []);
  t.strictSame(find(['g'], text), ['5']);
});

t.test('reads escaped and dotted keys', async (t) => {
  t.strictSame(find(['user.mail'], '{"\\u0075ser":{"m\\u0061il":1}}'), ['1']);
  t.strictSame(find(['id.orig_h'], '{"id.orig_h":"1.2.3.4","id.resp_h":"5"}'), ['1.2.3.4']);
  t.strictSame(find(['user.mail'], '{"user":[{"mail":1},{"x":2},[{"mail":3}]]}'), ['1', '3']);
});

t.test('scalarsOnly leaves what lies in an object to its own names', async (t) => {
  const ruleset = fakeRuleset([
    { id: 'user', keys: ['user'], scalarsOnly: true },
    { id: 'mail', keys: ['mail'] },
  ]);
  const found = (text: string): unknown => {
    const result = detectRecord(ruleset, Buffer.from(text), 'json', defaultLimits);
    return 'findings' in result
      ? result.findings.map(({ detector, start, end }) => [detector, text.slice(start, end)])
      : [];
  };
  t.same(found('{"user":"bob"}'), [['user', 'bob']]);
  t.same(found('{"user":["bob","eve"]}'), [
    ['user', 'bob'],
    ['user', 'eve'],
  ]);
  t.same(found('{"user":{"mail":"x","n":1}}'), [['mail', 'x']]);
  t.same(found('{"key":"user","value":{"stringValue":"bob"}}'), [['user', 'bob']]);
});

t.test('finds one value once however many names lead to it', async (t) => {
  t.strictSame(find(['a', 'b', 'a.b'], '{"a":{"b":"x"}}'), ['x']);
});

t.test('acts on nothing in a root that has no fields', async (t) => {
  t.strictSame(find(['a'], '"a"'), []);
  t.strictSame(find(['a'], '["a",1]'), []);
});

t.test('a field is judged by its own record, whatever was decoded before', async (t) => {
  const ruleset = fakeRuleset([{ id: 'k', keys: ['a'], context: { lower: ['network'] } }]);
  const found = (text: string): number => {
    const result = detectRecord(ruleset, Buffer.from(text), 'json', defaultLimits);
    return 'findings' in result ? result.findings.length : -1;
  };
  const escaped = '{"a":"\\u0041bc"}';
  t.equal(found(escaped), 1);
  t.equal(found(`{"x":"\\u0041 network network network network"}`), 0);
  t.equal(found(escaped), 1);
});

t.test('withholds a record with more findings than the limit', async (t) => {
  t.strictSame(find(['a'], '{"a":[1,2,3]}', 3), ['1', '2', '3']);
  t.equal(find(['a'], '{"a":[1,2,3,4]}', 3), 'scan_budget');
});
