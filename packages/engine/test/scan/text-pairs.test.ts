import t, { type Test } from 'tap';
import { detectRecord } from '../../src/apply/redact.js';
import { defaultLimits } from '../../src/types.js';
import { fakeRuleset, type FakeDetector } from '../support.js';

const detectors: FakeDetector[] = [
  { id: 'pin', keys: ['pin', 'user_pin', 'user.code', 'date of birth', 'cookie', 'authorization'] },
  { id: 'name', keys: ['person', 'owner.name'], textValue: 'phrase' },
];

/** The text of each finding. */
function find(text: string, fakes = detectors): string[] | string {
  const record = Buffer.from(text);
  const result = detectRecord(fakeRuleset(fakes), record, 'text', defaultLimits);
  if ('withheld' in result) return result.withheld;
  return result.findings.map(({ start, end }) => record.toString('utf8', start, end));
}

function check(t: Test, cases: readonly (readonly [string, ...string[]])[]): void {
  for (const [text, ...expected] of cases) t.strictSame(find(text), expected, JSON.stringify(text));
}

t.test('finds words behind = and :, and what operators and look-alikes are not', async (t) => {
  check(t, [
    ['level=info pin=12 n=1', '12'],
    ['pin = 12', '12'],
    ['pin:12', '12'],
    ['pin: 12', '12'],
    ['PIN \t : 12', '12'],
    ['--pin=12', '12'],
    ['a.b.pin=12', '12'],
    ['pin := 12', '12'],
    ['pin => 12', '12'],
    ['pin==12 pin!=12 pin<=12 pin=~12 pin::12 pin://12 pin+=12'],
    ['pin= n=1 pin=; pin=, pin='],
    ['pin= x=y'],
    ['pin: x=y', 'x=y'],
    ['pin=null pin=nil pin=- pin=(null) pin: None'],
    ['/etc/pin: 12 /pin=34', '34'],
    ['pin=[PIN] pin=[PIN]= pin=[NAME:e1:abc], pin=[ABC]', '[ABC]'],
    ['pin=[PIN]x', '[PIN]x'],
    ['spin=12 pins=12 pinned: 12'],
    ['pin=ab=c== x', 'ab=c=='],
    ['\u00fcpin=12'],
    ['user.code=1 code=2 x.user.code=3', '1', '3'],
    ['user[code]=1&user[]=2&user[0][code]=3', '1', '3'],
    ['date of birth: 1985', '1985'],
    ['their date of birth = 1985', '1985'],
    ['wrong user pin: 12', '12'],
    ['a key of four words spin: 12'],
  ]);
});

t.test('a word ends at white space, or at a delimiter with something new behind it', async (t) => {
  check(t, [
    ['pin=a&b n=1', 'a&b'],
    ['pin=a,b;c n=1', 'a,b;c'],
    ['pin=a&n=1', 'a'],
    ['pin=a&amp;n=1', 'a'],
    ['pin=a,n=1', 'a'],
    ['{pin:1,n:2}', '1'],
    ['pin=a; n=1', 'a'],
    ['(pin=a)', 'a'],
    ['f(pin=a(b)c)', 'a(b)c'],
    ['[pin=a] <pin=b>', 'a', 'b'],
    ["pin=it's 'pin=a'", "it's", 'a'],
    ['"pin=a"', 'a'],
    ['{\\"q\\":\\"pin=a\\"}', 'a'],
    ['pin=a\\b n', 'a\\b'],
    ['pin=a\\nn=1', 'a'],
    ['pin=a\\n', 'a'],
    ['pin=a.', 'a'],
    ['pin=a: failed', 'a'],
    ['<p>pin: a</p>', 'a'],
    ['pin: a<br>b', 'a'],
    ['pin=a<b', 'a<b'],
    ['pin=a|b|', 'a|b'],
  ]);
});

t.test('a phrase goes on to a delimiter or the next key', async (t) => {
  check(t, [
    ['person=Jane Doe age=3', 'Jane Doe'],
    ['person: Jane Doe, 3', 'Jane Doe'],
    ['person: Jane van der Berg\nnext', 'Jane van der Berg'],
    ['person: Jane Doe phone: 12', 'Jane Doe'],
    ['(person Jane) (person: Jane Doe)', 'Jane Doe'],
    ['person=Jane Doe\tx', 'Jane Doe'],
    ['person=Jane Doe  x', 'Jane Doe'],
    ['GET /?person=Jane HTTP/1.1', 'Jane'],
    ['owner.name=Jane Doe.', 'Jane Doe'],
    ["person=Jane O'Neill x=1", "Jane O'Neill"],
  ]);
});

t.test('reads quoted keys and values, however deep the quotes are escaped', async (t) => {
  check(t, [
    ['{"pin":"1 2","n":"x"}', '1 2'],
    ["{'pin': '1 2', 'n': 'x'}", '1 2'],
    ['"pin" => "1 2"', '1 2'],
    ['pin="1 2" n', '1 2'],
    ['pin="1 \\" 2" n', '1 \\" 2'],
    ['pin="1\\\\" n="2"', '1\\\\'],
    ['pin=`1 2` n', '1 2'],
    ['{\\"pin\\":\\"1 2\\",\\"n\\":3}', '1 2'],
    ['\\"pin\\":\\"1 \\\\\\" 2\\",', '1 \\\\\\" 2'],
    ['\\"pin\\":\\"1\\\\\\\\\\",', '1\\\\\\\\'],
    ['{\\\\\\"pin\\\\\\":\\\\\\"1 2\\\\\\"}', '1 2'],
    ['"{\\"pin\\":\\"1 2"', '1 2'],
    ["params['pin'] = '1 2'", '1 2'],
    ["pin='it''s' n", "it''s"],
    ["pin='it's' n", "it's"],
    ['pin="a""b" n', 'a""b'],
    ['pin="" n="x" pin=\'\''],
    ['pin="cut off', 'cut off'],
    ['ssword":"x", pin":"1 2"', '1 2'],
    ['"pin":12}', '12'],
    ['"some long text":"x"'],
    [`${'k'.repeat(300)}":"x"`],
  ]);
});

t.test('reads headers and cookies', async (t) => {
  check(t, [
    ['Authorization: Bearer abc.d-e x', 'Bearer abc.d-e'],
    ['authorization: abc', 'abc'],
    ['curl -H "Authorization: Basic YTpi" /', 'Basic YTpi'],
    ['Authorization: Digest username="u", nonce="n"\nHost: h', 'Digest username='],
    ['Cookie: a=b; c=d', 'a=b; c=d'],
    ['curl -H "Cookie: a=b; c=d" /', 'a=b; c=d'],
    ['Cookie: x=1; pin=12; y=2', 'x=1; pin=12; y=2'],
    ['Host: h\r\nuser-pin: 12\r\n', '12'],
  ]);
  t.strictSame(find('Cookie: x=1; pin=12; y=2', [{ id: 'pin', keys: ['pin'] }]), ['12']);
});

t.test('reads the elements and attributes of XML', async (t) => {
  check(t, [
    ['<a><pin>12 3</pin><n>4</n></a>', '12 3'],
    ['<ns:pin x="y"> 12 </ns:pin>', '12'],
    ['<user><code>12</code></user><code>3</code>', '12'],
    ['<user><br/><x><code>12</code></user>'],
    ['<user><x></x><code>12</code></user>', '12'],
    ['<pin><a>1</a><b>2</b></pin>', '<a>1</a><b>2</b>'],
    ['<pin/> <pin></pin> <pin a="1"/>'],
    ['<x pin="1 2" y="3"/>', '1 2'],
    ['usage: login <pin> <user>'],
    ['<pin>cut', 'cut'],
    ['a < pin > b </ > <pin'],
    ['<pin2>1</pin2>'],
    ['<pin>1</pint></pin>', '1</pint>'],
  ]);
});

t.test('reads the parts of a form', async (t) => {
  const part = (rest: string, eol = '\r\n'): string =>
    ['--x', `Content-Disposition: form-data; ${rest}`].join(eol);
  check(t, [
    [part('name="pin"\r\n\r\n1 2\r\n3\r\n--x--'), '1 2\r\n3'],
    [part('name="user[code]"\n\n12\n--x', '\n'), '12'],
    [part('name="pin"; filename="a"\r\nContent-Type: text/plain\r\n\r\n12'), '12'],
    [part('name="pin"\r\n\r\n\r\n--x'), ...[]],
    [part('name="n"\r\n\r\n12\r\n--x')],
    [part('name="pin"\r\n12')],
    ['name="pin"\r\n\r\n12', ...[]],
    ['surname="pin"\r\n\r\n12'],
    ['=1 e=2'],
  ]);
  const written = JSON.stringify(part('name="pin"\r\n\r\n12\r\n--x--'));
  t.strictSame(find(written), ['12']);
});
