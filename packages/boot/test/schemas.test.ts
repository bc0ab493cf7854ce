import { join } from 'node:path';
import t from 'tap';
import { createRegistry, openSchemas } from '../src/schemas.js';
import { schemasConfig } from '../src/config/schemas.js';

t.test('reads the files of the configuration with what they import', async (t) => {
  const dir = t.testdir({ 'a.proto': 'A', 'b.proto': 'B' });
  const config = schemasConfig.parse({
    files: { login: { path: join(dir, 'a.proto'), imports: { 'x/b.proto': join(dir, 'b.proto') } } },
    reviewed: { 'login-value': 3 },
  });
  const { files, reviewed, tags, registry } = await openSchemas(config);
  t.same(files.get('login'), { text: 'A', references: [{ name: 'x/b.proto', text: 'B' }] });
  t.same([...reviewed], [['login-value', 3]]);
  t.equal(tags['PII'], 'pii');
  t.equal(registry, undefined);
});

t.test('a file that cannot be read stops the start', async (t) => {
  const config = schemasConfig.parse({ files: { login: { path: join(t.testdir(), 'none.proto') } } });
  await t.rejects(openSchemas(config), { code: 'SJ_FILE_UNREADABLE' });
});

t.test('a registry is not asked before a record needs it', async (t) => {
  t.ok(createRegistry(schemasConfig.parse({ registry: { url: 'http://127.0.0.1:1' } })));
  t.throws(() => schemasConfig.parse({ registry: { url: 'ftp://127.0.0.1' } }));
});
