import t from 'tap';
import type { TokenShapes } from '../../src/compile/ruleset.js';
import { ReplacedSpans } from '../../src/scan/replaced-spans.js';

const shapes: TokenShapes = {
  labels: new Set(['EMAIL', 'CARD_2']),
  leastKept: 0,
  mostKept: 0,
  hasNetworks: false,
};

/** Whether `part` lies in a replacement; the text around the record must not matter. */
function covers(text: string, part: string, own: Partial<TokenShapes> = {}): boolean {
  const bytes = Buffer.from(`[EMAIL ****${text}] [EMAIL]****`);
  const record = { bytes, start: 11, end: 11 + Buffer.byteLength(text) };
  const start = bytes.indexOf(part, record.start);
  return new ReplacedSpans().covers(record, start, start + Buffer.byteLength(part), { ...shapes, ...own });
}

t.test('knows its own masks, pseudonyms and seals', async (t) => {
  const token = 'mzxw6ytboi4dgnbv';
  for (const [text, part] of [
    ['to [EMAIL] x', 'EMAIL'],
    ['to [EMAIL] x', '[EMAIL]'],
    ['[CARD_2]', 'CARD'],
    [`{"a":"[EMAIL:2026q4:${token}]"}`, token],
    [`[EMAIL:2026q4:${token}][EMAIL]`, '2026q4'],
    ['[EMAIL:sealed:AQ_-x9]', 'x9'],
    [`[[EMAIL:a.b_c-1:${token}]]`, `[EMAIL:a.b_c-1:${token}]`],
  ] as const)
    t.ok(covers(text, part), text);
});

t.test('does not take other text for them', async (t) => {
  const token = 'mzxw6ytboi4dgnbv';
  for (const [text, part] of [
    ['[PHONE]', 'PHONE'],
    ['[EMAIL', 'EMAIL'],
    ['EMAIL]', 'EMAIL'],
    ['[EMAIL ]', 'EMAIL'],
    ['[]', '[]'],
    ['[EMAIL:x]', 'x'],
    ['[EMAIL::x]', 'x'],
    ['[EMAIL:x:y]', 'y'],
    [`[EMAIL:x:${token}b]`, token],
    [`[EMAIL:x:${token.toUpperCase()}]`, 'x'],
    [`[EMAIL:${'e'.repeat(65)}:${token}]`, token],
    ['[EMAIL:sealed:a b]', 'sealed'],
    ['[EMAIL:sealed:', 'sealed'],
    [`[EMAIL:x:${token}`, token],
    [`[${'E'.repeat(65)}]`, 'EE'],
    ['[EMAIL] bob', '] bob'],
    ['a [EMAIL]', 'a [EMAIL]'],
    ['bob [EMAIL]', 'bob'],
    ['[EMAIL] bob', 'bob'],
  ] as const)
    t.notOk(covers(text, part), text);
});

t.test('knows the end that `partial` left readable', async (t) => {
  const four = { leastKept: 4, mostKept: 4 };
  for (const [text, part] of [
    ['****1111', '1111'],
    ['****-****-**11-11', '11-11'],
    ['****.****.1111', '1111'],
    ['************1111', '11'],
    ['****1 234', '234'],
    ['****müll', 'müll'],
    ['****張三李四', '三李'],
    ['****78*9*1', '9*1'],
    ['****-1', '1'],
  ] as const)
    t.ok(covers(text, part, four), text);
  for (const [text, part] of [
    ['***1111', '1111'],
    ['*****11111', '11111'],
    ['*****11111', '1111'],
    ['**** -- 1111', '1111'],
    ['**1', '1'],
    ['x****', 'x****'],
    ['****--', '-'],
    ['1111', '1111'],
    ['x****', '****'],
  ] as const)
    t.notOk(covers(`x ${text}`, part, four), text);
  t.ok(covers('**11', '11', { leastKept: 2, mostKept: 4 }), 'as many stars as the shortest end');
  t.notOk(covers('**111', '111', { leastKept: 2, mostKept: 4 }));
  const long = `1${'-'.repeat(70)}`;
  t.notOk(covers(`****${long}`, long, four));
  t.notOk(covers('****1111', '1111'), 'only where a detector leaves an end');
});

t.test('knows the networks that `generalize` left', async (t) => {
  const hasNetworks = true;
  for (const [text, part] of [
    ['203.0.113.0/24', '203.0.113.0'],
    ['[EMAIL] 203.0.113.0/24 [EMAIL]', '24'],
    ['[EMAIL] 203.0.113.0/24 [EMAIL]', '[EMAIL]'],
    ['2001:db8:1::/48', '2001:db8:1::'],
    ['::/48', '::'],
  ] as const)
    t.ok(covers(text, part, { hasNetworks }), text);
  for (const text of ['203.0.113.7/24', '203.0.113.0/25', '2001:db8:1:2::/48', '2001:db8:1::1'])
    t.notOk(covers(text, text.replace(/\/.*/, ''), { hasNetworks }), text);
  t.notOk(covers('203.0.113.0/24', '203.0.113.0'), 'only where a detector leaves networks');
});

t.test('collects once in a record, and anew in the next', async (t) => {
  const spans = new ReplacedSpans();
  const withNetworks = { ...shapes, hasNetworks: true };
  const covered = (text: string): boolean => {
    const bytes = Buffer.from(text);
    return spans.covers({ bytes, start: 0, end: bytes.length }, 1, 6, withNetworks);
  };
  t.ok(covered('[EMAIL] 10.1.2.0/24'));
  t.ok(covered('(EMAIL) 10.1.2.0/24'), 'what it has collected holds');
  spans.reset();
  t.notOk(covered('(EMAIL) 10.1.2.0/24'));
});

t.test('tells each record of a frame apart, and sees what was written into its buffer', async (t) => {
  const spans = new ReplacedSpans();
  const kept = { ...shapes, leastKept: 4, mostKept: 4, hasNetworks: true };
  const coversAt = (bytes: Buffer, start: number, part: string): boolean => {
    const end = bytes.indexOf('\n', start);
    const at = bytes.indexOf(part, start);
    spans.reset();
    return spans.covers({ bytes, start, end }, at, at + part.length, kept);
  };
  const frame = Buffer.from('ann\n[EMAIL]\n****1111\n10.1.2.0/24\nbob\n[EMAIL\n');
  t.notOk(coversAt(frame, 0, 'ann'));
  t.ok(coversAt(frame, 4, 'EMAIL'));
  t.ok(coversAt(frame, 12, '1111'));
  t.ok(coversAt(frame, 21, '10.1.2.0'));
  t.notOk(coversAt(frame, 33, 'bob'));
  t.notOk(coversAt(frame, 37, 'EMAIL'), 'a mark that the record cuts');
  frame.write('[EMAIL]\n');
  t.ok(coversAt(frame, 0, 'EMAIL'));
});

t.test('a label that was written is no name of the value behind it', async (t) => {
  const names = (text: string): boolean => {
    const bytes = Buffer.from(text);
    return new ReplacedSpans().namesField({ bytes, start: 0, end: bytes.length }, text.indexOf('x'), shapes);
  };
  for (const text of ['[EMAIL]: x', '[EMAIL]=x', 'to [EMAIL] => "x"']) t.ok(names(text), text);
  for (const text of [
    '[EMAIL]x',
    '[EMAIL], x',
    'email: x',
    '[PHONE]: x',
    '[EMAIL] a=x',
    'x',
    '[EMAIL]:       x',
  ])
    t.notOk(names(text), text);
});

t.test('knows what lies far inside a sealed value, and names behind it', async (t) => {
  const sealed = `[EMAIL:sealed:${'a'.repeat(300)}xyz]`;
  t.ok(covers(sealed, 'xyz'));
  t.notOk(covers(sealed.replace('EMAIL', 'PHONE'), 'xyz'));
  const named = (text: string, start: number, hasNetworks = false): boolean => {
    const bytes = Buffer.from(text);
    const record = { bytes, start: 0, end: bytes.length };
    return new ReplacedSpans().namesField(record, start, { ...shapes, hasNetworks });
  };
  t.ok(named(`${sealed}: v`, sealed.length + 2));
  t.notOk(named(`${'a'.repeat(300)}]: v`, 303));
  t.ok(named('[EMAIL] 10.1.2.0/24: v', 21, true));
  t.notOk(named('[EMAIL] 10.1.2.0/24: v', 21));
});

t.test('a replacement of the same detector leads back to the value before it', async (t) => {
  const leads = (text: string): boolean => {
    const bytes = Buffer.from(text);
    return new ReplacedSpans().leadsToOwn({ bytes, start: 0, end: bytes.length }, 2, Buffer.from('[EMAIL]'));
  };
  for (const text of ['in [EMAIL]', 'in[EMAIL:e1:', 'in  -- [EMAIL]']) t.ok(leads(text), text);
  for (const text of ['in', 'in ', 'in x [EMAIL]', 'in [PHONE]', 'in [EMAIL', 'in  --  - [EMAIL]'])
    t.notOk(leads(text), text);
});
