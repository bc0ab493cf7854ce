import type { Test } from 'tap';
import type { ObjectStore } from '../../src/objects/store.js';

async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

/** What every store keeps, whatever it is made of. `open` gives an empty one; called twice it is the same place. */
export function testObjectStore(t: Test, open: () => ObjectStore): void {
  const conflict = { code: 'SJ_STORE_CONFLICT' };

  t.test('gives back what was put, byte for byte', async (t) => {
    const store = open();
    const body = Buffer.from([0, 255, 10, 13, 128]);
    const { etag } = await store.put('a/b.bin', body);
    const found = await store.get('a/b.bin');
    t.same(found?.body, body);
    t.equal(found?.etag, etag);
    await store.put('a/empty', Buffer.alloc(0));
    t.equal((await store.get('a/empty'))?.body.length, 0);
    t.equal(await store.get('a/none'), undefined);
    t.equal(await store.get('none/at/all'), undefined);
  });

  t.test('what was put is there for another client', async (t) => {
    await open().put('shared/x', Buffer.from('one'));
    t.equal((await open().get('shared/x'))?.body.toString(), 'one');
  });

  t.test('a plain put replaces; every other content has another etag', async (t) => {
    const store = open();
    const first = await store.put('replace/x', Buffer.from('one'));
    const second = await store.put('replace/x', Buffer.from('two'));
    t.not(first.etag, second.etag);
    t.equal((await store.get('replace/x'))?.body.toString(), 'two');
  });

  t.test('ifNoneMatch creates once, of many at a time exactly one', async (t) => {
    const store = open();
    await store.put('once/x', Buffer.from('first'), { ifNoneMatch: true });
    await t.rejects(store.put('once/x', Buffer.from('second'), { ifNoneMatch: true }), conflict);
    t.equal((await store.get('once/x'))?.body.toString(), 'first');
    const tries = Array.from({ length: 8 }, (_, i) =>
      open().put('once/race', Buffer.from(`writer ${i}`), { ifNoneMatch: true }),
    );
    const results = await Promise.allSettled(tries);
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    t.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
    t.equal((await store.get('once/race'))?.body.toString(), `writer ${winner}`);
  });

  t.test('ifMatch replaces only what is as expected', async (t) => {
    const store = open();
    const { etag } = await store.put('match/x', Buffer.from('one'));
    const next = await store.put('match/x', Buffer.from('two'), { ifMatch: etag });
    await t.rejects(store.put('match/x', Buffer.from('three'), { ifMatch: etag }), conflict);
    t.equal((await store.get('match/x'))?.etag, next.etag);
    await t.rejects(store.put('match/none', Buffer.from('one'), { ifMatch: etag }), conflict);
    t.equal(await store.get('match/none'), undefined);
  });

  t.test('of several that replace the same state one wins', async (t) => {
    const store = open();
    const { etag } = await store.put('match/race', Buffer.from('zero'));
    const tries = Array.from({ length: 8 }, (_, i) =>
      store.put('match/race', Buffer.from(`writer ${i}`), { ifMatch: etag }),
    );
    const results = await Promise.allSettled(tries);
    t.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  t.test('delete removes, and what is not there is no error', async (t) => {
    const store = open();
    await store.put('gone/x', Buffer.from('one'));
    await store.delete('gone/x');
    t.equal(await store.get('gone/x'), undefined);
    await store.delete('gone/x');
    await store.delete('never/was');
  });

  t.test('old versions go, the object stays', async (t) => {
    const store = open();
    await store.put('old/x', Buffer.from('one'));
    await store.put('old/x', Buffer.from('two'));
    t.equal((await store.deleteOldVersions('old/x')).kept, 0);
    t.equal((await store.get('old/x'))?.body.toString(), 'two');
    t.same(await store.deleteOldVersions('old/x'), { removed: 0, kept: 0 });
    t.same(await store.deleteOldVersions('old/never'), { removed: 0, kept: 0 });
  });

  t.test('lists by prefix, in the order of the keys, with size and time', async (t) => {
    const store = open();
    const keys = ['list/a/1', 'list/a/2', 'list/a-b/1', 'list/a=c/x.y', 'list/b', 'list/Z'];
    for (const key of keys) await store.put(key, Buffer.from(key));
    t.same(await keysOf(store, 'list/'), [...keys].sort());
    t.same(await keysOf(store, 'list/a/'), ['list/a/1', 'list/a/2']);
    t.same(await keysOf(store, 'list/a'), ['list/a-b/1', 'list/a/1', 'list/a/2', 'list/a=c/x.y']);
    t.same(await keysOf(store, 'list/none/'), []);
    t.ok((await keysOf(store, '')).length >= keys.length);
    for await (const { size, lastModified } of store.list('list/b')) {
      t.equal(size, 6);
      t.ok(Math.abs(lastModified.getTime() - Date.now()) < 600_000);
    }
  });

  t.test('lists more than one page holds', async (t) => {
    const store = open();
    const keys = Array.from({ length: 1005 }, (_, i) => `many/${String(i).padStart(5, '0')}`);
    for (let at = 0; at < keys.length; at += 50) {
      await Promise.all(keys.slice(at, at + 50).map((key) => store.put(key, Buffer.from('x'))));
    }
    t.same(await keysOf(store, 'many/'), keys);
  });

  t.test('a key that is no plain relative path is refused', async (t) => {
    const store = open();
    const bad = [
      '',
      '/a',
      'a/',
      'a//b',
      '../a',
      'a/../b',
      './a',
      'a/..',
      'a\\b',
      'a b',
      'a\nb',
      'ä',
      'x'.repeat(1025),
    ];
    for (const key of [...bad, 'a.scrubjay-tmp']) {
      await t.rejects(store.put(key, Buffer.from('x')), { code: 'SJ_INTERNAL' }, JSON.stringify(key));
      await t.rejects(store.get(key), { code: 'SJ_INTERNAL' });
      await t.rejects(store.delete(key), { code: 'SJ_INTERNAL' });
      await t.rejects(store.deleteOldVersions(key), { code: 'SJ_INTERNAL' });
    }
  });

  t.test('the check leaves nothing behind; closing twice is fine', async (t) => {
    const store = open();
    await store.check();
    t.same(await keysOf(store, '_scrubjay/'), []);
    await store.close();
    await store.close();
  });
}
