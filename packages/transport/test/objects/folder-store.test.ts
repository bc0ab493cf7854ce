import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { createFolderStore } from '../../src/objects/folder-store.js';
import { testObjectStore } from '../conformance/object-store.js';

t.test('keeps what every store keeps', (t) => {
  const path = join(t.testdir({}), 'objects');
  testObjectStore(t, () => createFolderStore({ path }));
  t.end();
});

t.test('is called by its absolute path', (t) => {
  t.equal(createFolderStore({ path: '.' }).describe(), process.cwd());
  t.end();
});

t.test(
  'leaves no temporary file, after a conflict neither, and makes files for their owner only',
  async (t) => {
    const path = t.testdir({});
    const store = createFolderStore({ path });
    await store.put('a/x', Buffer.from('one'));
    await t.rejects(store.put('a/x', Buffer.from('two'), { ifNoneMatch: true }), {
      code: 'SJ_STORE_CONFLICT',
    });
    t.same(readdirSync(join(path, 'a')), ['x']);
    t.equal(statSync(join(path, 'a/x')).mode & 0o777, 0o600);
  },
);

t.test('what a killed writer left is not an object', async (t) => {
  const path = t.testdir({ a: { 'x.1234.scrubjay-tmp': 'half' } });
  for await (const { key } of createFolderStore({ path }).list('')) t.fail(key);
});

t.test('an object that goes away while it is listed is left out', async (t) => {
  const path = t.testdir({ a: 'one', b: 'two', c: 'three' });
  const keys: string[] = [];
  for await (const { key } of createFolderStore({ path }).list('')) {
    keys.push(key);
    rmSync(join(path, 'b'), { force: true });
  }
  t.same(keys, ['a', 'c']);
});

t.test('a place that cannot be used is named', async (t) => {
  const path = t.testdir({ file: 'no folder' });
  const store = createFolderStore({ path: join(path, 'file') });
  const unusable = {
    code: 'SJ_STATE_UNWRITABLE',
    message: new RegExp(`^${path}/file/.* cannot be used \\(ENOTDIR\\)\\.$`),
  };
  await t.rejects(store.check(), unusable);
  await t.rejects(store.get('x'), unusable);
  await t.rejects(store.delete('x'), unusable);
  await t.rejects(store.list('x')[Symbol.asyncIterator]().next(), { code: 'SJ_STATE_UNWRITABLE' });
});

t.test('a folder in the place of an object is refused, with a condition too', async (t) => {
  const path = t.testdir({});
  mkdirSync(join(path, 'x'));
  writeFileSync(join(path, 'x/y'), '');
  const store = createFolderStore({ path });
  await t.rejects(store.put('x', Buffer.from('one')), { code: 'SJ_STATE_UNWRITABLE' });
  await t.rejects(store.put('x/y/z', Buffer.from('one'), { ifNoneMatch: true }), {
    code: 'SJ_STATE_UNWRITABLE',
  });
  t.same(readdirSync(path), ['x']);
});
