import t from 'tap';
import { Keywords } from '../../src/compile/keywords.js';

function occurs(near: string[], text: string): boolean {
  const bytes = Buffer.from(text);
  return new Keywords(near, 40).occursIn(bytes, 0, bytes.length, new Set(['PREGNANCY', 'A_NAME']));
}

t.test('finds a keyword as a word, in any case and style', async (t) => {
  for (const text of [
    'ssn',
    'SSN: 1',
    'my ssn',
    '"ssn":',
    'user_ssn=',
    'ssn2',
    'userSsn',
    'ssnNumber',
    'id2Ssn x',
    '“ssn”',
  ]) {
    t.ok(occurs(['ssn'], text), text.replace(/\W/g, '_'));
  }
  for (const text of ['', 'ss', 'assn', 'ssns', 'lessnoise', 'SSNS', '1ssn', 'ssn'.slice(1)])
    t.notOk(occurs(['ssn'], text));
});

t.test('lets a space stand for any separator or none', async (t) => {
  for (const text of [
    'social security',
    'Social_Security',
    'social-security',
    'socialSecurity',
    'social.security no',
  ]) {
    t.ok(occurs(['Social  security'], text));
  }
  t.notOk(occurs(['social security'], 'social, security'));
  t.notOk(occurs(['social security'], 'social'));
});

t.test('tries a shorter keyword where a longer one is not a word', async (t) => {
  t.ok(occurs(['tax id', 'tax'], 'tax idea'));
});

t.test('takes single letters, and words that begin with a separator or a digit', async (t) => {
  t.ok(occurs(['a'], 'an a'), 'at the end of the record');
  t.ok(occurs(['a'], 'a-b'));
  t.notOk(occurs(['a'], 'ab ba'));
  t.ok(occurs(['_id'], 'an id'));
  t.ok(occurs(['_id'], '(_ID)'));
  t.ok(occurs(['a b'], 'x aB '));
  t.ok(occurs(['a b'], 'x A_b '));
  t.ok(occurs(['2fa', '#no'], 'use 2FA'));
  t.ok(occurs(['2fa', '#no'], 'x #no 1'));
  t.notOk(occurs([], 'a'));
});

t.test('knows letters beyond ASCII in both cases', async (t) => {
  t.ok(occurs(['numéro'], 'NUMÉRO 1'));
  t.ok(occurs(['身份证'], '我的身份证号码'));
  t.ok(occurs(['straße'], 'die Straße'));
  // In capitals the word is longer (ß, SS), so it is known as it is written only.
  t.ok(occurs(['ŉabc'], 'ŉabc'));
});

t.test('wants the keyword whole inside the span', async (t) => {
  const keywords = new Keywords(['ssn'], 40);
  const none = new Set<string>();
  const bytes = Buffer.from('x ssn y');
  t.ok(keywords.occursIn(bytes, 2, 5, none));
  t.notOk(keywords.occursIn(bytes, 3, 7, none));
  t.notOk(keywords.occursIn(bytes, 0, 4, none));
  // A word that only looks whole because the span cuts it is none.
  t.notOk(keywords.occursIn(Buffer.from('assn'), 1, 4, none));
});

t.test('a word in a label that a redaction wrote is none', async (t) => {
  t.notOk(occurs(['pregnancy'], 'x [PREGNANCY] y'));
  t.notOk(occurs(['pregnancy'], '[PREGNANCY:e1:abcdefghijklmnop]'));
  t.notOk(occurs(['name'], '[A_NAME]'));
  t.ok(occurs(['pregnancy'], '[PREGNANCY] of a pregnancy'));
  t.ok(occurs(['pregnancy'], '[PREGNANCY, x]'));
  t.ok(occurs(['pregnancy'], 'PREGNANCY]'));
  t.ok(occurs(['birth'], '[BIRTH]'), 'no label of this ruleset');
});

t.test('keeps its words in a fixed form', async (t) => {
  t.strictSame(new Keywords(['SSN', 'ssn', ' Tax_ID '], 10).words, ['ssn', 'tax id']);
});
