import { join } from 'node:path';
import t from 'tap';
import { readBack, scrubjay, writeConfig } from '../support.js';

const iban = 'DE89370400440532013000';
const records = Array.from({ length: 10 }, (_, n) => JSON.stringify({ n, msg: `paid from ${iban}` }));

t.test('what an older policy let through is gone after a rescrub, and everything verifies', async (t) => {
  const dir = t.testdir({ logs: { 'app.log': `${records.join('\n')}\n` } });
  // This policy knows no bank accounts.
  const config = await writeConfig(dir, { rules: { policy: 'minimal' } });
  t.equal((await scrubjay(['run', '--config', config])).code, 0);
  t.match(JSON.stringify(await readBack(config)), iban);
  const rescrub = (...args: string[]): ReturnType<typeof scrubjay> =>
    scrubjay(['rescrub', '--config', config, '--from', '1d', '--policy', 'standard', ...args]);

  const dry = await rescrub('--dry-run');
  t.match(dry, { code: 0, stdout: /1 would change/ });
  t.match(JSON.stringify(await readBack(config)), iban, 'a dry run writes nothing');

  const { code, stdout, stderr } = await rescrub('--json');
  t.equal(code, 0, stderr);
  t.match(JSON.parse(stdout), { dryRun: false, objects: { changed: 1 }, records: { seen: 10, changed: 10 } });
  t.notMatch(stdout + stderr, iban);
  const bodies = await readBack(config);
  t.equal(bodies.length, 10);
  t.notMatch(JSON.stringify(bodies), iban);
  t.match(await scrubjay(['verify', '--open', '--config', config]), {
    ...{ code: 0, stdout: /1 objects rescrubbed/, stderr: /nothing to object to/ },
  });
  t.match((await rescrub()).stdout, /0 changed, 1 as they should be/);
});

t.test('says what is wrong with its arguments', async (t) => {
  const config = await writeConfig(t.testdir({}));
  const turned = await scrubjay(['rescrub', '--config', config, '--from', '1h', '--to', '2h']);
  t.match(turned, { code: 2, stderr: /SJ_USAGE/ });
  const missing = ['rescrub', '--config', config, '--from', '1h', '--rules', join('no', 'rules')];
  t.match(await scrubjay(missing), { code: 2, stderr: /SJ_RULES_NOT_FOUND/ });
});
