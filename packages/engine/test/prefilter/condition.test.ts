import t from 'tap';
import { plainText, shapeText } from '../../src/prefilter/alphabet.js';
import { conditionOf, isAlways } from '../../src/prefilter/condition.js';
import { literalsOf, type LiteralSet } from '../../src/prefilter/literals.js';
import { readPattern } from '../../src/prefilter/read-pattern.js';
import { longestRun, runClasses } from '../../src/prefilter/runs.js';

function literals(pattern: string, alphabet = plainText): readonly LiteralSet[] {
  const node = readPattern(pattern);
  return node === undefined ? [['?']] : literalsOf(node, alphabet, 2).map((set) => [...set].sort());
}

function runOf(pattern: string, name: string): number | undefined {
  return conditionOf(pattern).runs[runClasses.findIndex((of) => of.name === name)];
}

const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

t.test('literals that must occur', async (t) => {
  const cases: [string, string[][]][] = [
    ['abc', [['abc']]],
    ['(?i)\\bSec(?:ret|urity)\\b', [['secret', 'security']]],
    ['(?P<value>ab|cd)e', [['abe', 'cde']]],
    ['(?<value>ab)', [['ab']]],
    ['^ab?c$', [['abc', 'ac']]],
    ['ab+c', [['ab'], ['bc']]],
    ['abc.*def', [['abc'], ['def']]],
    ['abc[0-9]+', [['abc']]],
    ['(?:abc|[0-9])def', [['def']]],
    ['(?:abc[0-9]|xyz[0-9])', [['abc', 'xyz']]],
    ['(?:abc|xyz*)', [['abc', 'xy']]],
    ['(?:ab){2}', [['abab']]],
    ['(?:ab){2,3}', [['abab']]],
    ['(?:ab){2,9}', [['abab']]],
    ['(?:ab){9}', [['ababab']]],
    ['(?:ab){0,9}x', [['x']]],
    ['(?:ab){0}x', [['x']]],
    ['x(?:ab)*y', [['x'], ['y']]],
    ['a{,2}', [['a{,2}']]],
    ['\\Qa.b\\E+c', [['a.b'], ['bc']]],
    ['\\Q', []],
    ['[ab]c', [['ac', 'bc']]],
    ['[]a]c', [[']c', 'ac']]],
    ['[a-]c', [['-c', 'ac']]],
    ['[a-g]xyz', [['xyz']]],
    ['[^a]xyz', [['xyz']]],
    ['[^\\pL]xyz', [['xyz']]],
    ['[\\pL]xyz', [['xyz']]],
    ['\\p{Greek}xyz', [['xyz']]],
    ['\\x41\\x{42}\\u0043\\u{44}\\.', [['abcd.']]],
    ['[\\x41]\\t', [['a\t']]],
    ['\\_a', [['_a']]],
    ['é', [[utf8('é')]]],
    ['[éè]', [[utf8('è'), utf8('é')]]],
    ['[À-ӿ]ab', [['ab']]],
    ['[äöüéèêàáâ]ab', [['ab']]],
    ['[a-bé]', [['a', 'b', utf8('é')]]],
    ['😀', [[utf8('😀')]]],
    // Case beyond ASCII is not followed, and ſ and K are an s and a k.
    ['(?i)größe', [['gr'], ['e']]],
    ['(?i)a–b', [[utf8('a–b')]]],
    ['ſecret\u212a', [['secretk']]],
    ['(?i)ab(?-i)ÄB', [[utf8('abÄb')]]],
    ['(?i:a)É', [[utf8('aÉ')]]],
    ['(?is)ab(?U)c', [['abc']]],
    ['(?:[^\\x00-\\x{10FFFF}])ab', [['ab']]],
  ];
  for (const [pattern, expected] of cases) t.strictSame(literals(pattern), expected, pattern);
});

t.test('long literals are cut to their rarest part, large sets are left', async (t) => {
  t.strictSame(literals('etaoinsretaoinxqzjkxqw'), [['xqzjkxqw']]);
  const words = Array.from({ length: 200 }, (_, index) => `w${String(index)}x`);
  t.equal(literals(words.join('|'))[0]?.length, 200, 'a union is kept');
  t.strictSame(
    literals(`(?:${words.join('|')})(?:-|_|\\.)end`)[0],
    ['-end', '.end', '_end'],
    'a product of them is not',
  );
  const many = Array.from({ length: 500 }, (_, index) => `w${String(index)}x`);
  t.strictSame(literals(many.join('|')), []);
  t.strictSame(literals(`(?:${many.map((word) => `${word}[0-9]`).join('|')})abc`), [['abc']]);
});

t.test('shapes', async (t) => {
  t.strictSame(literals('[0-9]{3}-\\d{2}', shapeText), [['000-00']]);
  t.strictSame(literals('[A-Z]{2}[0-9]{2} [a-z]x', shapeText), [['AA00 aa']]);
  t.strictSame(literals('[0-9]{1,2}:', shapeText), [['0:']]);
  t.strictSame(literals('[0-9]{30}', shapeText), [['0'.repeat(20)]]);
  t.strictSame(literals('(?i)[a-z]-1', shapeText), [['-0']]);
  t.strictSame(literals('[0-9A-Z]\\.', shapeText), [['0.', 'A.']]);
  t.strictSame(conditionOf('[0-9]{3}-[0-9]{2}').shapes, [['000-00']]);
  t.strictSame(conditionOf('passphrase [0-9]{3}-[0-9]{2}').shapes, [], 'rare literals are enough');
});

t.test('runs', async (t) => {
  const cases: [string, string, number][] = [
    ['[0-9]{9}', 'digits', 9],
    ['\\b\\d{4}-?\\d{4}', 'digits', 4],
    ['\\b\\d{4}-?\\d{4}', 'digits, apart', 8],
    ['\\d{2}(?:x|12)\\d{3}', 'digits', 3],
    ['(?:12|345)\\d{3}', 'digits', 5],
    ['(?:ab)*\\d{3}x{0,2}', 'digits', 3],
    ['\\d{3}\\d*\\d{2}', 'digits', 5],
    ['(?:\\d{2}x){2,4}\\d{2}', 'digits', 2],
    ['(?:\\d{2}x?\\d){2}', 'digits', 3],
    ['[0-9a-f]{32}', 'hex digits', 32],
    ['[0-9a-g]{32}', 'hex digits', 0],
    ['(?i)[a-z]{8}', 'letters, digits', 8],
    ['[a-zé]{8}', 'letters, digits', 0],
    ['[^a]{8}', 'base64', 0],
    ['[A-Za-z0-9_-]{100,}', 'base64', longestRun],
    ['[0-9]', 'digits', 0],
  ];
  for (const [pattern, name, expected] of cases)
    t.equal(runOf(pattern, name), expected, `${pattern} ${name}`);
});

t.test('no condition where none is certain, or none tells anything', async (t) => {
  for (const pattern of ['\\pL{5}', '.*', 'a?', '(?:abc|.)', '[^"]+', '\\W', ':', 'a', '[[:^alpha:]]']) {
    t.ok(isAlways(conditionOf(pattern)), pattern);
  }
  for (const pattern of ['abc', '[0-9]{5}', '[0-9]-[0-9]/', '@'])
    t.notOk(isAlways(conditionOf(pattern)), pattern);
});

t.test('what is not known is not read', async (t) => {
  const unknown = [
    ...['\\C', 'a)', '(a', '(?=a)', '[[:nope:]]', '\\8', 'a|*', '\\', '[\\', '[a-\\d]', '[a'],
    `${'('.repeat(1001)}${')'.repeat(1001)}`,
  ];
  for (const pattern of unknown) {
    t.equal(readPattern(pattern), undefined, pattern.slice(0, 20));
    t.ok(isAlways(conditionOf(pattern)));
  }
});

t.test('classes hold what RE2 says', async (t) => {
  const cases: [string, string[][]][] = [
    ['[[:blank:]]a', [['\ta', ' a']]],
    ['[\\s]a', [['\na', '\ta', '\fa', '\ra', ' a'].sort()]],
    ['[[:^word:]]ab', [['ab']]],
    ['[^\\D\\d]ab', [['ab']]],
    ['[+--]a', [['+a', ',a', '-a']]],
  ];
  for (const [pattern, expected] of cases) t.strictSame(literals(pattern), expected, pattern);
});

t.test('an error that is not about the pattern is passed on', async (t) => {
  t.throws(() => readPattern(null as unknown as string), TypeError);
});
