import { join } from 'node:path';
import t from 'tap';
import { listInputFiles } from '../../src/embedded/input-files.js';

t.test('expands directories and patterns in order, each file once', async (t) => {
  const dir = t.testdir({
    'b.log': '',
    'a.log': '',
    'c.txt': '',
    '.hidden.log': '',
    sub: { 'd.log': '' },
    'link.log': t.fixture('symlink', 'a.log'),
    'x[1].log': '',
  });
  const names = async (...paths: string[]): Promise<string[]> => {
    const files = await listInputFiles(paths.map((path) => join(dir, path)));
    return files.map((file) => file.slice(dir.length + 1));
  };
  t.same(await names('.'), ['a.log', 'b.log', 'c.txt', 'x[1].log']);
  t.same(await names('c.txt', '*.log'), ['c.txt', 'a.log', 'b.log', 'x[1].log']);
  t.same(await names('?.log'), ['a.log', 'b.log']);
  t.same(await names('x[1].*'), ['x[1].log']);
  t.same(await names('.hidden.log', 'sub'), ['.hidden.log', 'sub/d.log']);
});

t.test('refuses what is not there, matches nothing, or is no file', async (t) => {
  const dir = t.testdir({});
  for (const path of [join(dir, 'none.log'), join(dir, '*.log'), join(dir, 'none', '*.log'), '/dev/null']) {
    await t.rejects(listInputFiles([path]), { code: 'SJ_FILE_UNREADABLE' }, path);
  }
});
