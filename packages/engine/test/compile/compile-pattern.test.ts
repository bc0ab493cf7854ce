import t from 'tap';
import { compilePattern } from '../../src/compile/compile-pattern.js';

t.test('says in words what is wrong with a pattern', async (t) => {
  t.match(compilePattern('a('), /RE2 does not accept.*missing \)/);
  t.match(compilePattern('(?=a)'), /RE2 does not accept/);
  t.match(compilePattern('a\\q'), /invalid escape sequence: \\q/);
  t.notMatch(compilePattern('hunter2hunter2('), 'hunter2', 'a pattern may look for one secret');
  t.match(compilePattern('a\\Cb'), /\\C/);
  t.match(compilePattern('(?P<number>a)'), /the only name is value/);
  for (const empty of ['a*', '\\b', '^', 'a|', '(?:a)?', '$', '\\B', '\\bb?'])
    t.match(compilePattern(empty), /matches empty text/);
});

t.test('searches with the pattern itself where it has no anchor', async (t) => {
  const plain = compilePattern('\\bab+');
  if (typeof plain === 'string') throw new TypeError(plain);
  t.equal(plain.finder, plain.regex);
  t.notOk(plain.hasValueGroup);
});

t.test('searches without the anchors where it has some', async (t) => {
  const anchored = compilePattern('^(?P<value>ab+)$');
  if (typeof anchored === 'string') throw new TypeError(anchored);
  t.equal(anchored.finder?.source, '(?:)(?P<value>ab+)(?:)');
  t.ok(anchored.hasValueGroup);
});

t.test('has no finder where nothing but anchors keeps the pattern from matching empty text', async (t) => {
  const unheld = compilePattern('\\A\\b\\z|z');
  if (typeof unheld === 'string') throw new TypeError(unheld);
  t.equal(unheld.finder, undefined);
});
