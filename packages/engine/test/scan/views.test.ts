import t, { type Test } from 'tap';
import { detectRecord, redactRecord } from '../../src/apply/redact.js';
import { defaultLimits, type EngineFormat } from '../../src/types.js';
import { contextOf, fakeRuleset, type FakeDetector } from '../support.js';

const mail = '\\b[a-z.]+@[a-z.]+\\.org\\b';
const detectors: FakeDetector[] = [
  { id: 'mail', pattern: mail, keys: ['mail'] },
  { id: 'card', pattern: '\\b(?:[0-9][ -]?){16}\\b', validate: ['luhn'] },
];

/** The text of each finding, as it stands in the record. */
function find(text: string, format: EngineFormat = 'text', fakes = detectors): string[] | string {
  const record = Buffer.from(text);
  const result = detectRecord(fakeRuleset(fakes), record, format, defaultLimits);
  if ('withheld' in result) return result.withheld;
  return result.findings.map(({ start, end }) => record.toString('utf8', start, end));
}

function redact(action: FakeDetector['action'], text: string, format: EngineFormat = 'text'): string {
  const fakes = detectors.map((fake): FakeDetector => ({ ...fake, ...(action && { action }) }));
  const result = redactRecord(fakeRuleset(fakes), Buffer.from(text), format, contextOf());
  return result.kind === 'kept' ? result.bytes.toString() : result.kind;
}

function check(t: Test, cases: readonly (readonly [string, ...string[]])[]): void {
  for (const [text, ...expected] of cases) t.strictSame(find(text), expected, JSON.stringify(text));
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

t.test('reads percent-encoding', async (t) => {
  check(t, [
    ['?m=bob%40example.org&n=1', 'bob%40example.org'],
    ['?m=b%6Fb%40example%2Eorg', 'b%6Fb%40example%2Eorg'],
    ['?m=bob%2540example.org', 'bob%2540example.org'],
    ['?m=bob%u0040example.org', 'bob%u0040example.org'],
    ['100%40 and %ud83d %zz %e9 %c3%28 %ed%a0%80 %c0%80 %f5%80%80%80 %4'],
    ['%C3%BCbob%40example.org', 'bob%40example.org'],
    ['%F0%9F%98%80 %E2%82%AC bob%40example.org', 'bob%40example.org'],
  ]);
});

t.test('reads backslash escapes', async (t) => {
  check(t, [
    ['m=bob\\u0040example.org', 'bob\\u0040example.org'],
    ['m=bob\\x40example.org', 'bob\\x40example.org'],
    ['m=\\nbob@example.org\\tx', 'nbob@example.org'],
    ['m=\\n4111111111111111', '4111111111111111'],
    ['4111\\/1111 bob\\u0040example\\u002eorg', 'bob\\u0040example\\u002eorg'],
    ['\\ud83d\\ude00bob\\u0040example.org \\ud83d', 'bob\\u0040example.org'],
    ['\\u00g0 \\q \\ \\x4 \\'],
    ['\\xc3\\xbc bob\\x40example.org', 'bob\\x40example.org'],
  ]);
  t.strictSame(find('{"a":"bob\\\\u0040example.org"}', 'json'), ['bob\\\\u0040example.org']);
  t.strictSame(find('{"bob%40example.org":1}', 'json'), ['bob%40example.org']);
});

t.test('reads entities of HTML', async (t) => {
  check(t, [
    ['<a>bob&#64;example.org</a>', 'bob&#64;example.org'],
    ['bob&#x40;example&period;org', 'bob&#x40;example&period;org'],
    ['bob&commat;example.org&amp;x', 'bob&commat;example.org'],
    ['bob&amp;#64;example.org', 'bob&amp;#64;example.org'],
    ['M&uuml;ller &Eacute; bob&commat;example.org', 'bob&commat;example.org'],
    ['&nosuch; &#0; &#xd800; &#1114112; & &; &x &toString; &__proto__;'],
    ['4111&nbsp;1111&nbsp;1111&nbsp;1111', '4111&nbsp;1111&nbsp;1111&nbsp;1111'],
  ]);
});

t.test('reads quoted-printable, and leaves numbers behind = alone', async (t) => {
  check(t, [
    ['m bob=40example.org', 'bob=40example.org'],
    ['=?utf-8?Q?bob=40example=2Eorg?=', 'bob=40example=2Eorg'],
    ['bob@exam=\nple.org', 'bob@exam=\nple.org'],
    ['bob@exam=\r\nple.org', 'bob@exam=\r\nple.org'],
    ['J=C3=BCrgen bob=40example.org', 'bob=40example.org'],
    ['n=40 port=4000 a=40b1 q=3d q=C3( q=30 q=41 q=0A q=7F'],
  ]);
});

t.test('reads base64 and acts on the whole run', async (t) => {
  const short = base64('bob@example.org');
  const long = base64('mail bob@example.org now');
  check(t, [
    [`v ${long} x`, long],
    [`v ${short} x`],
    [`/users/${base64url('to bob@example.org')}/x`, base64url('to bob@example.org')],
    [`data-${base64url('to: bob@example.org')}_x`, base64url('to: bob@example.org')],
    [`v=${base64('{"a":{"mail":"whatever it is"}}')}`, base64('{"a":{"mail":"whatever it is"}}')],
    [`v=${base64(`{"m":"${base64('mail bob@example.org now')}"}`)}`, base64(`{"m":"${long}"}`)],
    [
      `v=${encodeURIComponent(base64('mail: bob@example.org'))}`,
      encodeURIComponent(base64('mail: bob@example.org')),
    ],
    ['da39a3ee5e6b4b0d3255bfef95601890afd80709 /usr/share/zoneinfo/Europe/Berlin'],
    [`${base64('\0\u0001bob@example.org and so on')} ${base64('Grüße an bob')}xx`],
    [base64('größer: bob@example.org'), base64('größer: bob@example.org')],
  ]);
});

t.test('reads digits and letters of other scripts and widths, and past what is not seen', async (t) => {
  check(t, [
    ['４１１１１１１１１１１１１１１１', '４１１１１１１１１１１１１１１１'],
    ['٤١١١ ١١١١ ١١١١ ١١١١', '٤١١١ ١١١١ ١١١١ ١١١١'],
    ['ｂｏｂ＠example．org', 'ｂｏｂ＠example．org'],
    ['bo\u200bb@exam\u00adple.org', 'bo\u200bb@exam\u00adple.org'],
    ['bob@\u2060example\ufeff.org', 'bob@\u2060example\ufeff.org'],
    ['4111\u00a01111\u30001111\u20111111', '4111\u00a01111\u30001111\u20111111'],
    ['𝟜𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙', '𝟜𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙'],
    ['größer é ß 日本 ไทย 한국 😀'],
  ]);
});

t.test('reads past a line break within a word, where its parts are nothing alone', async (t) => {
  check(t, [
    ['to bob@exam\n    ple.org x', 'bob@exam\n    ple.org'],
    ['4111 1111 1111\r\n\t1111', '4111 1111 1111\r\n\t1111'],
    ['4111 1111 1111\r\n\t(1111'],
    ['411111111111\r\n\t1111', '411111111111\r\n\t1111'],
    ['no bob@example.org\n\tat com.example', 'bob@example.org'],
    ['a\n b@c.org x', 'b@c.org'],
    ['x\n'],
    [
      `${base64('here is bob@exa').slice(0, 20)}\n${base64('here is bob@example.org').slice(20)}`,
      `${base64('here is bob@exa').slice(0, 20)}\n${base64('here is bob@example.org').slice(20)}`,
    ],
  ]);
  t.strictSame(find('{"a":"to bob@exam\\n  ple.org"}', 'json'), ['bob@exam\\n  ple.org']);
});

t.test('a pseudonym stands for the value, however it is written', async (t) => {
  const token = redact('pseudonymize', 'bob@example.org');
  t.match(token, /^\[MAIL:e1:[a-z2-7]{16}\]$/);
  for (const text of [
    'bob%40example.org',
    'bob\\u0040example.org',
    'bob&#64;example.org',
    'bo\u00adb@example.org',
  ])
    t.equal(redact('pseudonymize', text), token, text);
  t.equal(redact('pseudonymize', '{"a":"bob\\\\u0040example.org"}', 'json'), `{"a":"${token}"}`);
  t.equal(redact('pseudonymize', 'mail=bob%40example.org'), `mail=${token}`);
});

t.test('partial leaves nothing that means something in the text around it', async (t) => {
  const partial = { type: 'partial', keepLast: 3 } as const;
  t.equal(redact(partial, 'bob@example.org'), '***@*******.org');
  t.equal(redact(partial, 'bob%40example.org'), '***@*******.org');
  t.equal(redact(partial, 'mail=a+b%40example.org'), 'mail=[MAIL]');
  t.equal(redact(partial, 'mail=a%2Fbcdefghi'), 'mail=*/*****ghi');
  t.equal(redact(partial, '{"mail":"a\\\\nbcdefghi"}', 'json'), '{"mail":"*\\\\******ghi"}');
  t.equal(redact(partial, '{"mail":"a%zzbcdefghi"}', 'json'), '{"mail":"[MAIL]"}');
  t.equal(redact(partial, '{"mail":"a\\nbcdefghi"}', 'json'), '{"mail":"*\\n*****ghi"}');
});

t.test('decodes four times and no more', async (t) => {
  const encode = (text: string, times: number): string =>
    times === 0 ? text : encode(text.replaceAll('%', '%25'), times - 1);
  t.strictSame(find(encode('bob%40example.org', 3)), [encode('bob%40example.org', 3)]);
  t.strictSame(find(encode('bob%40example.org', 4)), []);
});

t.test('withholds a record that would have to be decoded too often', async (t) => {
  const layered = (text: string, times: number): string =>
    times === 0 ? text : layered(JSON.stringify([text]), times - 1);
  const filler = 'x '.repeat(20_000);
  t.strictSame(find(layered(`${filler}bob%40example.org`, 3)), ['bob%40example.org']);
  t.equal(find(layered(`${filler}%2525252540`, 8)), 'scan_budget');
});
