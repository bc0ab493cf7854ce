import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { cachedFolder, shortHash } from '../src/cache.js';

t.test('builds once for many callers, and never again', async (t) => {
  const root = t.testdir();
  let builds = 0;
  const build = async (folder: string): Promise<boolean> => {
    builds++;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await writeFile(join(folder, 'a.jar'), 'whole');
    return true;
  };
  const folders = await Promise.all([1, 2, 3, 4].map(async () => await cachedFolder(root, 'k', build)));
  t.strictSame(new Set(folders), new Set([join(root, 'k')]));
  await cachedFolder(root, 'k', build);
  t.equal(builds, 1);
  t.equal(await readFile(join(root, 'k', 'a.jar'), 'utf8'), 'whole');
  t.strictSame(await readdir(root), ['k'], 'no lock and no unfinished folder stay behind');
});

t.test('a failed build leaves nothing, and the next one may succeed', async (t) => {
  const root = t.testdir();
  const failed = await cachedFolder(root, 'k', async (folder) => {
    await writeFile(join(folder, 'half.jar'), 'ha');
    return false;
  });
  t.equal(failed, undefined);
  t.strictSame(await readdir(root), []);
  await t.rejects(
    cachedFolder(root, 'k', async () => await Promise.reject(new Error('network'))),
    { message: 'network' },
  );
  t.strictSame(await readdir(root), []);
  t.equal(await cachedFolder(root, 'k', async () => await Promise.resolve(true)), join(root, 'k'));
});

t.test('a folder left unfinished by a dead run is not used, and its lock does not block', async (t) => {
  const root = t.testdir({ 'k.tmp-dead': { 'half.jar': 'ha' }, 'k.lock': { owner: '999999999' } });
  const folder = await cachedFolder(root, 'k', async (unfinished) => {
    await writeFile(join(unfinished, 'a.jar'), 'whole');
    return true;
  });
  t.equal(folder, join(root, 'k'));
  t.strictSame(await readdir(join(root, 'k')), ['a.jar']);
  t.strictSame(await readdir(root), ['k'], 'leftovers are removed');
});

t.test('waits while the owner of a lock lives', async (t) => {
  const root = t.testdir({ 'k.lock': { owner: String(process.pid) } });
  let builds = 0;
  const waiting = cachedFolder(root, 'k', async () => {
    builds++;
    return await Promise.resolve(true);
  });
  await sleep(300);
  t.equal(builds, 0);
  await mkdir(join(root, 'k'));
  await rm(join(root, 'k.lock'), { recursive: true });
  t.equal(await waiting, join(root, 'k'));
  t.equal(builds, 0, 'and uses what the owner made');
});

t.test('the key of a cache depends on every part and on where parts end', async (t) => {
  t.equal(shortHash('a', 'b'), shortHash('a', 'b'));
  t.not(shortHash('a', 'b'), shortHash('ab'));
  t.match(shortHash('a'), /^[0-9a-f]{16}$/);
});
