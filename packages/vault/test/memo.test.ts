import t from 'tap';
import { Memo } from '../src/memo.js';

t.test('callers that come at once share one attempt', async (t) => {
  let made = 0;
  const memo = new Memo(async (key: string) => `${key}${String(++made)}`);
  t.same(await Promise.all([memo.get('a'), memo.get('a'), memo.get('b')]), ['a1', 'a1', 'b2']);
});

t.test('a failed attempt is not remembered', async (t) => {
  let attempts = 0;
  const memo = new Memo(async () => {
    if (++attempts === 1) throw new Error('first');
    return attempts;
  });
  await t.rejects(memo.get('a'), { message: 'first' });
  t.equal(await memo.get('a'), 2);
});

t.test('the oldest goes when there are many', async (t) => {
  let made = 0;
  const memo = new Memo(async () => ++made);
  for (let key = 0; key < 101; key++) await memo.get(key);
  t.equal(await memo.get(1), 2);
  t.equal(await memo.get(0), 102);
});
