import t from 'tap';
import { detectRecord, redactRecord } from '../../src/apply/redact.js';
import { defaultLimits, type EngineFormat } from '../../src/types.js';
import { contextOf, fakeRuleset, type FakeDetector, type FakePolicy } from '../support.js';

const pin: FakeDetector = { id: 'pin', keys: ['pin', 'user.code'] };
const digits: FakeDetector = { id: 'digits', pattern: '\\b[0-9]{4}\\b' };

function redact(
  fakes: FakeDetector[],
  text: string,
  format: EngineFormat = 'text',
  policy: FakePolicy = {},
): string {
  const result = redactRecord(fakeRuleset(fakes, policy), Buffer.from(text), format, contextOf());
  return result.kind === 'kept'
    ? result.bytes.toString()
    : result.kind === 'withheld'
      ? result.reason
      : result.kind;
}

function nest(text: string, times: number): string {
  return times === 0 ? text : nest(JSON.stringify({ a: text }), times - 1);
}

function unnest(text: string, times: number): string {
  return times === 0 ? text : unnest((JSON.parse(text) as { a: string }).a, times - 1);
}

t.test(
  'finds keys of JSON in a string of JSON, to a depth of eight, and keeps every layer whole',
  async (t) => {
    const inner = '{"pin":"12\\n3","n":[{"pin":4},true],"pin2":5}';
    for (let depth = 0; depth <= 8; depth += 1) {
      const output = redact([pin], nest(inner, depth), 'json');
      t.equal(unnest(output, depth), '{"pin":"[PIN]","n":[{"pin":null},true],"pin2":5}', String(depth));
    }
    const deeper = redact([pin], nest(inner, 9), 'json');
    t.equal(unnest(deeper, 9), '{"pin":"[PIN]","n":[{"pin":[PIN]},true],"pin2":5}');
  },
);

t.test('finds keys of JSON in a line of text', async (t) => {
  t.equal(
    redact([pin], 'took 5 ms body={"pin": 12, "n": "pin"} ok'),
    'took 5 ms body={"pin": null, "n": "pin"} ok',
  );
  t.equal(redact([pin], 'payload: [{"pin":true},{"n":1}] [12]'), 'payload: [{"pin":null},{"n":1}] [12]');
  t.equal(redact([pin], 'a {"b":{"pin":"x"} cut'), 'a {"b":{"pin":"[PIN]"} cut');
  t.equal(redact([pin], 'a {"b":["pin":1} {"pin":1}'), 'a {"b":["pin":[PIN]} {"pin":null}');
  t.equal(redact([pin], 'q=%7B%22pin%22%3A12%7D&n=1'), 'q=%7B%22pin%22%3Anull%7D&n=1');
  t.equal(redact([pin], 'q={\\"pin\\":12}'), 'q={\\"pin\\":null}');
  t.equal(redact([pin], '["pin"] {"pin" } [{"pin":1}'), '["pin"] {"pin" } [{"pin":null}');
});

t.test('the names before a document belong to the paths in it', async (t) => {
  t.equal(redact([pin], 'user={"code":1} {"code":2}'), 'user={"code":null} {"code":2}');
  t.equal(redact([pin], '"user" => {"code":1}'), '"user" => {"code":null}');
  t.equal(redact([pin], '{\\"user\\": {\\"code\\":1}}'), '{\\"user\\": {\\"code\\":null}}');
  t.equal(redact([pin], '{"user":"{\\"code\\":1}"}', 'json'), '{"user":"{\\"code\\":null}"}');
  t.equal(
    redact([pin], '{"user":"x {\\"code\\":1}","b":"{\\"code\\":1}"}', 'json'),
    '{"user":"x {\\"code\\":null}","b":"{\\"code\\":1}"}',
  );
  t.equal(
    redact([pin], '{"key":"user","value":"{\\"code\\":1}"}', 'json'),
    '{"key":"user","value":"{\\"code\\":null}"}',
  );
  t.equal(redact([pin], 'x user {"code":1} : {"code":2}'), 'x user {"code":1} : {"code":2}');
});

t.test('a document under a key is its value as a whole', async (t) => {
  t.equal(redact([pin], 'pin={"a":1} n=1'), 'pin=[PIN] n=1');
  t.equal(redact([pin], 'pin: [{"a":1}], n'), 'pin: [PIN], n');
  t.equal(redact([pin], '{"pin":"{\\"a\\":1}"}', 'json'), '{"pin":"[PIN]"}');
});

t.test('a finding of the text around is cut at the structure of a document', async (t) => {
  const wide: FakeDetector = { id: 'wide', pattern: 'x[^z]*' };
  t.equal(redact([wide], 'x {"a":1,"b":["c",null],"":""} y'), '[WIDE]');
  t.equal(redact([wide], 'x {"a":1,"b":"cz"} y'), '[WIDE]{"[WIDE]":null,"[WIDE]":"[WIDE]z"} y');
  t.equal(
    redact([wide], '{"a":"bx","c":[1,{"d":2}]} e z'),
    '{"a":"b[WIDE]","[WIDE]":[null,{"[WIDE]":null}]}[WIDE]z',
  );
  t.equal(redact([wide], '{"a":"x{\\"b\\":\\"c\\"}z"}', 'json'), '{"a":"[WIDE]z"}');
  t.equal(
    redact([wide], '{"a":"x{\\"b\\":\\"cz\\"}"}', 'json'),
    '{"a":"[WIDE]{\\"[WIDE]\\":\\"[WIDE]z\\"}"}',
  );
  t.equal(
    redact([wide], 'x{"a":"{\\"b\\":1,\\"z\\":2}"}'),
    '[WIDE]{"[WIDE]":"{\\"[WIDE]\\":null,\\"z\\":2}"}',
  );
});

t.test('drops members of documents in a text, and what stands in none', async (t) => {
  const drop = { ...pin, action: 'drop' } as const;
  t.equal(redact([drop], 'b={"pin":1,"n":2} pin=3'), 'b={"n":2} pin=');
  t.equal(redact([drop], 'b={"n":2 , "pin":{"x":1}} c={"pin":1}'), 'b={"n":2 } c={}');
  t.equal(redact([drop], '{"b":"{\\"n\\":2,\\n\\"pin\\":1}"}', 'json'), '{"b":"{\\"n\\":2}"}');
  t.equal(redact([drop], '{"b":"{\\"pin\\":1,\\n\\"n\\":2}"}', 'json'), '{"b":"{\\n\\"n\\":2}"}');
  t.equal(redact([drop], '{"b":"a pin=1"}', 'json'), '{}');
  t.equal(redact([{ ...digits, action: 'drop' }], 'b=["1234","x"] 1234'), 'b=["x"] ');
});

t.test('numbers in documents follow the policy', async (t) => {
  t.equal(redact([digits], 'b={"n":1234,"m":[1234.5]}'), 'b={"n":null,"m":[null]}');
  t.equal(redact([digits], 'b={"n":1234}', 'text', { maskedNumber: 'zero' }), 'b={"n":0}');
  t.equal(redact([digits], '{"b":"[1234, true]"}', 'json'), '{"b":"[null, true]"}');
  t.equal(redact([digits], '[1234] worker'), '[[DIGITS]] worker');
  t.equal(redact([digits], '[1234]'), '[null]');
});

t.test('what lies in base64 is hidden with the whole run', async (t) => {
  const run = (text: string): string => Buffer.from(text).toString('base64url');
  const token = `${run('{"alg":"none"}')}.${run('{"user":{"code":1}, "x":2}')}.`;
  t.equal(redact([pin], `t ${token}`), `t ${run('{"alg":"none"}')}.[PIN].`);
  t.equal(
    redact([pin], JSON.stringify({ t: token, u: 1 }), 'json'),
    `{"t":"${run('{"alg":"none"}')}.[PIN].","u":1}`,
  );
  const drop = { ...pin, action: 'drop' } as const;
  t.equal(redact([drop], JSON.stringify({ t: token, u: 1 }), 'json'), '{"u":1}');
  t.equal(redact([drop], `t ${run('{"a":"xxxxxxxx","pin":1}')} u`), 't  u');
});

t.test('a text that reads like the begin of endless JSON costs no more than a few readings', async (t) => {
  const start = performance.now();
  for (const unit of ['{"a":', '[{"a":', '{"a', '["', '[[']) {
    const result = detectRecord(fakeRuleset([pin]), Buffer.from(unit.repeat(100_000)), 'text', defaultLimits);
    t.ok('findings' in result, unit);
  }
  t.ok(performance.now() - start < 20_000);
});
