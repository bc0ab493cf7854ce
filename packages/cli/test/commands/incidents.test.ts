import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { linesOf, readBack, scrubjay, writeConfig } from '../support.js';

const records = Array.from({ length: 20 }, (_, n) =>
  JSON.stringify({ n, msg: `user${String(n)}@example.com` }),
);

/** An embedded run in which canaries go along and every record is looked at twice. */
async function useRun(t: Test, policy: string): Promise<{ readonly dir: string; readonly config: string }> {
  const dir = t.testdir({ logs: { 'app.log': `${records.join('\n')}\n` } });
  const config = await writeConfig(dir, {
    rules: { policy },
    ingest: {
      source: { kind: 'files', paths: [join(dir, 'logs')] },
      canaries: { intervalSeconds: 1, kinds: ['email', 'card', 'iban', 'password'] },
    },
    sink: { audit: { sampleRate: 1, maxMsPerFlush: 60_000 } },
  });
  const { code, stderr } = await scrubjay(['run', '--config', config]);
  t.equal(code, 0, stderr);
  return { dir, config };
}

t.test('where the rules cover what canaries carry nothing is withheld, and no canary is left', async (t) => {
  const { dir, config } = await useRun(t, 'standard');
  const bodies = await readBack(config);
  t.equal(bodies.length, 20);
  t.notMatch(JSON.stringify(bodies), /canary/);
  t.notOk((await readdir(join(dir, 'objects'))).includes('held'));
  const { code, stdout, stderr } = await scrubjay(['incidents', 'list', '--config', config]);
  t.match({ code, stdout, stderr }, { code: 0, stdout: '', stderr: /^0 incidents/ });
});

t.test('a canary that arrives as it was sent withholds the flush, and leaves an incident', async (t) => {
  // This policy knows no bank accounts.
  const { dir, config } = await useRun(t, 'minimal');
  t.strictSame(await readBack(config), []);
  const verified = await scrubjay(['verify', '--config', config]);
  t.match(verified, { code: 0, stdout: /1 of the objects withheld/ });
  const list = await scrubjay(['incidents', 'list', '--config', config]);
  const [line = ''] = linesOf(list.stdout);
  const id = line.split('  ')[1] ?? '';
  const shown = await scrubjay(['incidents', 'show', id, '--config', config]);
  const incident = JSON.parse(shown.stdout) as Record<string, unknown>;
  t.match(incident, {
    ...{ id, environment: 'test', approximateRecords: 20, contact: null, likelyConsequences: null },
    ...{ nature: /values that were planted/, measuresTaken: /withheld/ },
  });
  t.equal(Object.keys(incident)[0], 'version', 'in the order in which it was written');
  t.match(incident['alarms'], [{ kind: 'canary_unscrubbed' }]);
  t.match(incident['objects'], [{ key: /^held\/logs\/service=unknown\//, records: 20 }]);

  const none = await scrubjay(['incidents', 'show', 'none', '--config', config]);
  t.match(none, { code: 2, stderr: /SJ_USAGE/ });
  await rm(join(dir, 'keys', 'quarantine.key'));
  const closed = await scrubjay(['incidents', 'show', id, '--config', config]);
  t.match(closed, { code: 2, stdout: '', stderr: /SJ_VAULT_KEY_FILE/ });
});

t.test('after the policy is mended the withheld objects are released, and verify', async (t) => {
  const { dir, config } = await useRun(t, 'minimal');
  const list = async () =>
    linesOf((await scrubjay(['incidents', 'list', '--config', config])).stdout)[0] ?? '';
  t.match(await list(), / {2}1 objects withheld$/);
  const id = (await list()).split('  ')[1] ?? '';
  const release = (...args: string[]) =>
    scrubjay(['incidents', 'release', id, '--config', config, '--policy', 'standard', ...args]);
  const dry = await release('--dry-run');
  t.match(dry, { code: 0, stdout: /1 objects would be released\n20 records/ });
  t.strictSame(await readBack(config), []);
  const { code, stdout, stderr } = await release('--json');
  t.match({ code, stderr }, { code: 0, stderr: /^ruleset [0-9a-f]{12}, run / });
  t.match(JSON.parse(stdout), {
    dryRun: false,
    objects: { released: 1 },
    records: { released: 20 },
    troubles: [],
  });
  const bodies = await readBack(config);
  t.equal(bodies.length, 20);
  t.notMatch(JSON.stringify(bodies), /@example\.com/);
  t.match(await list(), / {2}0 objects withheld$/);
  t.notOk(
    (await readdir(join(dir, 'objects', 'held'), { recursive: true })).some((name) => name.endsWith('.esdk')),
  );
  const verified = await scrubjay(['verify', '--config', config]);
  t.match(verified, { code: 0 }, verified.stdout);
  t.match(await release(), { code: 0, stdout: /1 more had been released before/ });
  const none = await scrubjay(['incidents', 'release', 'none', '--config', config]);
  t.match(none, { code: 2, stderr: /SJ_USAGE/ });
});
