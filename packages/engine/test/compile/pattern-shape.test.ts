import RE2 from 're2';
import t from 'tap';
import { describePattern } from '../../src/compile/pattern-shape.js';

t.test('leaves out anchors, and only anchors', async (t) => {
  const cases: Record<string, string> = {
    '^a$': '(?:)a(?:)',
    '(?m)^a|\\Ab\\z|\\Bc': '(?m)(?:)a|(?:)b(?:)|(?:)c',
    '\\^a\\$': '\\^a\\$',
    '[^a$][$]': '[^a$][$]',
    '\\Q^$\\E^': '\\Q^$\\E(?:)',
    '\\Q^$': '\\Q^$',
    '\\bfoo\\b': '\\bfoo\\b',
    '(?:^|,)x': '(?:(?:)|,)x',
  };
  for (const [pattern, unanchored] of Object.entries(cases)) {
    t.equal(describePattern(pattern).unanchored, unanchored);
    t.doesNotThrow(() => new RE2(unanchored));
  }
});

t.test('knows which patterns can match a newline', async (t) => {
  const safe = [
    'a.b',
    '\\d\\w\\S+',
    '[a-z]',
    '[^\\s"]',
    '[^\\n]',
    '[^[:space:]]',
    '[[:alpha:]_]',
    '\\bfoo\\b',
    'a{2,3}',
    '[\\w.-]',
    '[\\w-]',
    '[^\\s-]',
    '[^\\n-a]',
  ].concat(['[]a]', '\\.\\-\\/', '(?i)abc', '\\Qa.b\\E', '[\\-\\]x]', '(?P<value>a)', '(?:a|b)*', '\\t\\f']);
  const crossing = [
    '\\s',
    '\\W',
    '\\D',
    '\\n',
    'a\nb',
    '[^"]',
    '[^]a]',
    '[\\s,]',
    '[\\t-~]',
    '[\\x00-z]',
    '[[:space:]]',
    '[[:^alpha:]]',
  ].concat([
    '(?s).',
    '(?is:a.)',
    '\\x0a',
    '\\x{a}',
    '\\pL',
    '\\p{Greek}',
    '\\P{L}',
    '\\012',
    '\\Qa\nb\\E',
    '[\n]',
    '[[:cntrl:]]',
  ]);
  for (const pattern of safe) t.notOk(describePattern(pattern).crossesNewline, pattern.replace(/\W/g, '_'));
  for (const pattern of crossing) t.ok(describePattern(pattern).crossesNewline, pattern.replace(/\W/g, '_'));
});

t.test('names groups, repetitions, literals and bytes', async (t) => {
  const shape = describePattern('(?P<value>a{2,300})(?<other>b{7})(c){x}');
  t.strictSame(shape.groupNames, ['value', 'other']);
  t.equal(shape.largestRepetition, 300);
  t.equal(describePattern('a{5,}').largestRepetition, 5);
  t.equal(describePattern('[a-z]+\\d').literals, 0);
  t.equal(describePattern('\\Qab\\E@\\.').literals, 4);
  t.equal(describePattern('\\pLx').literals, 1);
  t.ok(describePattern('\\C').matchesBytes);
  t.notOk(shape.matchesBytes);
});

t.test('knows a beginning that is tried at every byte', async (t) => {
  for (const pattern of ['.*a', '[a-z]+@', '(?:\\w+)@', '(\\d{3,})', '\\p{L}+x'])
    t.ok(describePattern(pattern).startsUnbounded);
  for (const pattern of ['a.*', '\\b[a-z]+@', '[a-z]{2,5}@', 'a+', '^a', ''])
    t.notOk(describePattern(pattern).startsUnbounded);
});
