import t from 'tap';
import { factorsOf } from '../../src/prefilter/factors.js';
import { missedIn, FactorFinder } from './support.js';

/** Whether all factors of a pattern are in a text, the record around it left out. */
function isMet(pattern: string, text: string, before = '', behind = '\n'): boolean {
  const factors = factorsOf(pattern);
  return (
    factors.length > 0 &&
    missedIn(new FactorFinder(factors.map(({ node }) => node)), before, text, behind).length === 0
  );
}

t.test('nothing is known of what may be any text, is too large, or cannot be read', async (t) => {
  const words = Array.from({ length: 1000 }, (_, at) => `${String(at).padStart(4, 'x')}abcdef`);
  for (const pattern of [
    '.*',
    '(?:abcdef)?',
    'x{0}',
    `(?:${words.join('|')})`,
    '\\C',
    '(?x)abc',
    '[[:none:]]',
  ])
    t.strictSame(factorsOf(pattern), [], pattern.slice(0, 40));
});

t.test('a run that began in another text of the record goes on up to the match', async (t) => {
  t.ok(isMet('[0-9,]{8}', '12345678', '[1,2,3,4,5,', ']'));
  t.ok(isMet('["a-z:]{12}', 'abcdefghijkl', '{"abc":"', '"}'));
  t.notOk(isMet('[0-9,]{8}', '1234567', '[', ']'));
});

t.test('a run is as long as it is, whatever follows', async (t) => {
  for (const pattern of ['[0-9]{6}\\b', '[0-9]{6}$', '[0-9]{6}x', '[0-9]{6,}-?x'])
    t.ok(isMet(pattern, '1234567890x'.slice(0, pattern.endsWith('x') ? 11 : 10)), pattern);
  t.notOk(isMet('[0-9]{6}x', '12345x'));
});

t.test('an edge stands before what is there, also where that may be nothing', async (t) => {
  const pattern = '(?:\\b(?:-a)?|x)5foobar';
  for (const text of ['z-a5foobar', '5foobar', '-5foobar', 'x5foobar']) t.ok(isMet(pattern, text), text);
});

t.test('the begin and the end of a text are what stands around it', async (t) => {
  const pattern = '(?:^|[^0-9])[0-9]{4}-[0-9]{4}(?:$|[^0-9])';
  for (const [before, behind] of [
    ['', '\n'],
    ['{"a":"', '"}'],
    ['x\n', '\r\n'],
    ['\ufeff', '\n'],
  ] as const)
    t.ok(isMet(pattern, '1234-5678', before, behind), before);
  t.notOk(isMet(pattern, '01234-5678'));
  t.notOk(isMet(pattern, '1234-56789'));
});

t.test('a factor says how far behind the begin of a match it is complete', async (t) => {
  for (const [pattern, ...expected] of [
    ['user .{0,20} from [0-9]', [4, 4], [10, 90]],
    ['[0-9]{6}\\b', [6, 6]],
    ['(?:^|[^0-9]|ab)[0-9]{4}-[0-9]{4}$', [9, 13]],
    ['a.abcdef', [7, 10]],
    ['[0-9]{17,30}-?y', [17, 31]],
    ['(?:abcd.foo|xyz12.)+', [5, Infinity]],
    ['(?:ab[^x]{3}|c)?(?:x{0}.)*secret=', [6, Infinity]],
    // The run may have begun before.
    ['[0-9]{6}', [-Infinity, 5]],
  ] as const)
    t.strictSame(
      factorsOf(pattern).map(({ reach: { least, most } }) => [least, most]),
      expected,
      pattern,
    );
});
