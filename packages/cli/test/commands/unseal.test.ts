import { join } from 'node:path';
import { createValueSealer } from '@scrubjay/boot';
import { createLocalVault } from '@scrubjay/vault';
import t from 'tap';
import { linesOf, scrubjay, writeConfig } from '../support.js';

t.test('prints the sealed values of records, by record and detector', async (t) => {
  const dir = t.testdir({ keys: {} });
  const keys = join(dir, 'keys');
  const vault = await createLocalVault({ dir: keys, purposes: ['quarantine'] });
  const seal = await createValueSealer(vault);
  const sealed = (value: string): string =>
    `[EMAIL:sealed:${seal(Buffer.from(value), 'email').toString('base64url')}]`;
  const input = `{"to":"${sealed('jane@example.com')}","cc":"${sealed('é@example.org')}"}\nnone\nto ${sealed('x')}\n`;
  const command = ['unseal', '--config', await writeConfig(dir)];
  const { code, stdout, stderr } = await scrubjay(command, { input });
  t.equal(code, 0, stderr);
  t.strictSame(
    linesOf(stdout).map((line) => JSON.parse(line) as unknown),
    [
      { record: 0, detector: 'email', label: 'EMAIL', value: 'jane@example.com' },
      { record: 0, detector: 'email', label: 'EMAIL', value: 'é@example.org' },
      { record: 2, detector: 'email', label: 'EMAIL', value: 'x' },
    ],
  );
  const damaged = await scrubjay(command, { input: '[EMAIL:sealed:AQAB]\n' });
  t.not(damaged.code, 0);
  t.match(damaged.stderr, 'SJ_VAULT_OPEN_FAILED');
});
