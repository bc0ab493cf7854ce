import t from 'tap';
import { keywordLiterals } from '../../src/prefilter/keyword-literals.js';

const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

t.test('a literal for each word', async (t) => {
  t.strictSame(
    keywordLiterals(['tax id', 'ssn', 'tax']),
    ['tax', 'ssn'],
    'the longest part, no other within it',
  );
  t.strictSame(keywordLiterals(['größe']), [`gr${utf8('ö').slice(0, 1)}`], 'what is the same in both cases');
  t.strictSame(keywordLiterals(['手机']), [utf8('手机')]);
});

t.test('none if a word leaves it open, or there are no words', async (t) => {
  t.equal(keywordLiterals([]), undefined);
  t.equal(keywordLiterals(['ssn', 'ſſn']), undefined);
  t.equal(keywordLiterals(['ssn', ' ']), undefined);
});

t.test('cases of another length are not mixed up', async (t) => {
  // ŉ is two bytes, its capitals are three: the search knows it as written.
  t.strictSame(keywordLiterals(['ŉab']), [utf8('ŉab')]);
  // One byte more, one byte less: the capitals are as long, but stand elsewhere.
  t.strictSame(keywordLiterals(['xŉaı']), ['x']);
});
