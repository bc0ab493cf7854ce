import t from 'tap';
import { detectRecord, redactRecord } from '../../src/apply/redact.js';
import { settleFindings } from '../../src/apply/settle.js';
import { RawFindings } from '../../src/scan/raw-findings.js';
import { defaultLimits } from '../../src/types.js';
import { contextOf, fakeRuleset, type FakeDetector } from '../support.js';

function settle(detectors: FakeDetector[], text: string): string[] {
  const ruleset = fakeRuleset(detectors);
  const result = detectRecord(ruleset, Buffer.from(text), 'text', defaultLimits);
  if ('withheld' in result) throw new TypeError(result.withheld);
  return result.findings.map(
    ({ detector, action, start, end }) => `${detector} ${action} ${text.slice(start, end)}`,
  );
}

function redact(detectors: FakeDetector[], text: string): string {
  const result = redactRecord(fakeRuleset(detectors), Buffer.from(text), 'text', contextOf());
  return result.kind === 'kept' ? result.bytes.toString() : result.kind;
}

t.test('keeps findings apart that only touch', async (t) => {
  t.strictSame(
    settle(
      [
        { id: 'a', pattern: 'aa' },
        { id: 'b', pattern: 'bb' },
      ],
      'aabbaa',
    ),
    ['a mask aa', 'b mask bb', 'a mask aa'],
  );
});

t.test('joins findings that overlap through others', async (t) => {
  const detectors = [
    { id: 'a', pattern: 'abc' },
    { id: 'b', pattern: 'cd' },
    { id: 'c', pattern: 'def' },
  ];
  t.strictSame(settle(detectors, 'abcdef!abc'), ['a mask abcdef', 'a mask abc']);
});

t.test('is named by the longest, then the severest, then the first in the ruleset', async (t) => {
  t.strictSame(
    settle(
      [
        { id: 'a', pattern: 'ab', severity: 'critical' },
        { id: 'b', pattern: 'abc', severity: 'low' },
      ],
      'abc',
    ),
    ['b mask abc'],
  );
  t.strictSame(
    settle(
      [
        { id: 'a', pattern: 'ab' },
        { id: 'b', pattern: 'ab', severity: 'high' },
      ],
      'ab',
    ),
    ['b mask ab'],
  );
  t.strictSame(
    settle(
      [
        { id: 'a', pattern: 'ab' },
        { id: 'b', pattern: 'ab' },
      ],
      'ab',
    ),
    ['a mask ab'],
  );
  t.strictSame(settle([{ id: 'a', patterns: ['ab', 'bc'] }], 'abc'), ['a mask abc']);
});

t.test('is named by the finding by field name before the one by pattern', async (t) => {
  const ruleset = fakeRuleset([
    { id: 'a', pattern: 'x+' },
    { id: 'b', keys: ['k'] },
  ]);
  t.match(detectRecord(ruleset, Buffer.from('{"k":"xxx"}'), 'json', defaultLimits), {
    findings: [{ detector: 'b', start: 6, end: 9 }],
  });
});

t.test('takes the strictest action, whoever names it', async (t) => {
  const year = { type: 'generalize', as: 'year' } as const;
  const order = ['partial', year, 'pseudonymize', 'seal', 'mask', 'drop', 'discard'] as const;
  for (const [index, mild] of order.entries()) {
    for (const strict of order.slice(index)) {
      const pair = [
        { id: 'a', pattern: 'abcdefgh', action: mild },
        { id: 'b', pattern: 'abcdefgh', action: strict },
      ];
      const isMixed = strict === year && mild !== year;
      const name = isMixed ? 'mask' : typeof strict === 'string' ? strict : strict.type;
      t.strictSame(settle(pair, 'abcdefgh'), [`a ${name} abcdefgh`]);
    }
  }
});

t.test('masks whole where a pseudonym would stand for a part only', async (t) => {
  const apart = [
    { id: 'a', pattern: 'abcd', action: 'pseudonymize' },
    { id: 'b', pattern: 'de', action: 'partial' },
  ];
  t.strictSame(settle(apart, 'abcde'), ['a mask abcde']);
  const before = [
    { id: 'a', pattern: 'bcde', action: 'pseudonymize' },
    { id: 'b', pattern: 'ab', action: 'partial' },
  ];
  t.strictSame(settle(before, 'abcde'), ['a mask abcde']);
  const within = [
    { id: 'a', pattern: 'abcd', action: 'pseudonymize' },
    { id: 'b', pattern: 'bc', action: 'partial' },
  ];
  t.strictSame(settle(within, 'abcd'), ['a pseudonymize abcd']);
});

t.test(
  'leaves an end readable only if all findings have the same span, and then the shortest end',
  async (t) => {
    const two = { type: 'partial', keepLast: 2 } as const;
    const same = [
      { id: 'a', pattern: '[0-9]{8}', action: 'partial' },
      { id: 'b', pattern: '[0-9]{8}', action: two },
    ];
    t.equal(redact(same, '12345678'), '******78');
    t.equal(redact(same.slice(0, 1), '12345678'), '****5678');
    const inner = [
      { id: 'a', pattern: '[0-9]{8}', action: 'partial' },
      { id: 'b', pattern: '5678', action: 'partial' },
    ];
    t.equal(redact(inner, '12345678'), '[A]');
  },
);

t.test('leaves a coarser value only if all findings have the same span and want the same left', async (t) => {
  const year = { type: 'generalize', as: 'year' } as const;
  const date = { id: 'a', pattern: '[0-9]{4}-[0-9]{2}-[0-9]{2}', action: year };
  t.equal(redact([date, { ...date, id: 'b' }], 'on 1984-03-12'), 'on 1984');
  t.equal(redact([date, { ...date, id: 'b', action: 'partial' }], 'on 1984-03-12'), 'on [A]');
  t.equal(redact([date, { id: 'b', pattern: '12', action: 'partial' }], 'on 1984-03-12'), 'on [A]');
  const network = { type: 'generalize', as: 'network' } as const;
  t.equal(redact([date, { ...date, id: 'b', action: network }], 'on 1984-03-12'), 'on [A]');
});

t.test('seals the whole of findings that overlap', async (t) => {
  const pair = [
    { id: 'a', pattern: 'abc', action: 'seal' },
    { id: 'b', pattern: 'cd', action: 'partial' },
  ];
  t.strictSame(settle(pair, 'abcd'), ['a seal abcd']);
});

t.test('what is allowed one detector does not weaken another', async (t) => {
  const pair = [
    { id: 'a', pattern: '[0-9]{8}' },
    { id: 'b', pattern: '1234' },
  ];
  const allow = [{ detectors: ['a'], values: ['12345678'], reason: 'for the test' }];
  const result = detectRecord(
    fakeRuleset(pair, { allow }),
    Buffer.from('12345678 12345679'),
    'text',
    defaultLimits,
  );
  t.match(result, {
    findings: [
      { detector: 'b', start: 0, end: 4 },
      { detector: 'a', start: 9, end: 17 },
    ],
  });
});

t.test('finds nothing in nothing', async (t) => {
  t.strictSame(settleFindings(new RawFindings()), []);
});

t.test('keeps many findings apart, in order of place, whatever the order of their patterns', async (t) => {
  const words = Array.from({ length: 50 }, (_, at) => `w${String(at).padStart(2, '0')}`);
  const detectors = words.map((word) => ({ id: word, pattern: word })).reverse();
  t.strictSame(
    settle(detectors, words.join(' ')),
    words.map((word) => `${word} mask ${word}`),
  );
});
