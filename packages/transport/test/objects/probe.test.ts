import t from 'tap';
import { createFolderStore } from '../../src/objects/folder-store.js';
import { probe } from '../../src/objects/probe.js';

t.test('a store that loses or changes what was written does not pass', async (t) => {
  const good = createFolderStore({ path: t.testdir({}) });
  const changed = { body: Buffer.from('other'), etag: '' };
  const calls = {
    put: good.put.bind(good),
    get: good.get.bind(good),
    list: good.list.bind(good),
    delete: good.delete.bind(good),
    deleteOldVersions: good.deleteOldVersions.bind(good),
    check: good.check.bind(good),
    describe: () => 'the store',
    close: good.close.bind(good),
  };
  await probe(calls);
  const denied = { code: 'SJ_STORE_DENIED', message: /^the store / };
  await t.rejects(probe({ ...calls, get: async () => undefined }), denied);
  await t.rejects(probe({ ...calls, get: async () => changed }), denied);
  // eslint-disable-next-line @typescript-eslint/no-empty-function
  await t.rejects(probe({ ...calls, async *list() {} }), denied);
});
