import t from 'tap';
import { generation, ValueCache } from '../../src/apply/value-cache.js';

const made = Buffer.from('made');

t.test('finds what was added, by its bytes and by whose it is', async (t) => {
  const cache = new ValueCache();
  const text = Buffer.from('user ann from ann');
  cache.add('name', text, 5, 8, made);
  t.equal(cache.get('name', text, 14, 17), made);
  t.equal(cache.get('mail', text, 14, 17), undefined);
  t.equal(cache.get('name', text, 5, 7), undefined);
  t.equal(cache.get('name', text, 0, 0), undefined);
  t.equal(cache.size, 1);
  text.fill(0);
  t.equal(cache.get('name', Buffer.from('ann'), 0, 3), made, 'it keeps the bytes, not the buffer');
  cache.clear();
  t.equal(cache.size, 0);
  t.equal(cache.get('name', Buffer.from('ann'), 0, 3), undefined);
});

t.test('keeps a generation, and none of too many values for one place', async (t) => {
  const cache = new ValueCache();
  const value = Buffer.from('ann');
  for (let at = 0; at < 40; at += 1) cache.add(`id${String(at)}`, value, 0, 3, Buffer.from(String(at)));
  const kept = Array.from({ length: 40 }, (_, at) => cache.get(`id${String(at)}`, value, 0, 3));
  t.equal(kept.filter((one) => one !== undefined).length, cache.size);
  t.ok(cache.size < 40);
  t.equal(kept[0]?.toString(), '0');
  cache.clear();
  for (let at = 0; at < generation; at += 1) {
    const own = Buffer.from(`v${String(at)}`);
    cache.add('id', own, 0, own.length, own);
  }
  t.equal(cache.size, generation);
});
