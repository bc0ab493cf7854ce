import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceProcess } from '@scrubjay/testkit';
import t from 'tap';
import { ask, hostileRequests } from './hostile-requests.js';
import { ownPack, writeOwnRules } from './own-rules.js';
import { isClean, pem, record, secretEnvironment, secrets, text } from './secrets.js';
import { deadPort, Stage, writeConfig } from './stage.js';

// What a process says while it runs.
t.setTimeout(240_000);
const stage = new Stage(t);
const limitMs = 60_000;

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('What the test waits for did not happen in time.');
    await sleep(50);
  }
}

t.test('a run that waits for its schema registry, is asked, given wrong rules, and stopped', async (t) => {
  const folder = t.testdir({ logs: {} });
  const withSchema = Buffer.concat([Buffer.from([0, 0, 0, 0, 7]), Buffer.from(`${record}\n`)]);
  writeFileSync(join(folder, 'logs', 'app.log'), Buffer.concat([withSchema, Buffer.from(`${text}\n`)]));
  const registry = {
    url: `http://127.0.0.1:${String(await deadPort())}`,
    ...{ username: secrets.mail, password: secrets.urlPassword },
  };
  const config = writeConfig(folder, {
    ingest: { source: { kind: 'files', paths: [join(folder, 'logs')] } },
    telemetry: { port: 0, logLevel: 'debug' },
    redactor: { workers: 1, reloadIntervalMs: 100 },
    schemas: { registry },
  });
  const child = new ServiceProcess('all', config, { ...secretEnvironment, SCRUBJAY_DEBUG: '1' });
  t.teardown(async () => {
    if (child.isRunning) await child.kill();
  });
  await child.running();
  const said = (): string => child.lines.join('\n');
  await until(() => said().includes('SJ_REGISTRY_UNREACHABLE'));
  writeOwnRules(join(folder, 'rules'), [...ownPack, text, pem]);
  await until(() => said().includes('ruleset refused'));

  const address = /"address":"([^"]+)"/.exec(said())?.[1] ?? '';
  for (const [name, request] of Object.entries(hostileRequests)) {
    isClean(t, await ask(address, request), `the answer to ${name}`);
  }
  const { status, text: waits } = await child.get('/readyz');
  t.equal(status, 503);
  isClean(t, waits, '/readyz');
  const metrics = await child.metrics();
  t.ok(metrics.sum('scrubjay_retries_total') > 0);
  isClean(t, metrics.text, '/metrics');

  child.signal('SIGTERM');
  await until(() => said().includes('draining'));
  child.signal('SIGTERM');
  t.equal(await child.exited, 1);
  for (const code of ['SJ_REGISTRY_UNREACHABLE', 'SJ_RULES_INVALID', 'SJ_STOPPED'] as const)
    stage.looksAt(t, code, said());
});

t.test('a leak that the auditor sees', async (t) => {
  const folder = t.testdir({ logs: { 'app.log': `${record}\n${text}\n` } });
  const config = writeConfig(folder, {
    rules: { policy: 'minimal' },
    ingest: {
      source: { kind: 'files', paths: [join(folder, 'logs')] },
      // The policy knows no bank accounts.
      canaries: { intervalSeconds: 1, kinds: ['iban'] },
    },
    sink: { audit: { sampleRate: 1, maxMsPerFlush: 60_000 } },
  });
  const { code } = await stage.shows(t, 'SJ_LEAK_DETECTED', ['run', '--config', config]);
  t.equal(code, 0);
});

t.test('all codes of this file', async (t) => stage.endsComplete(t, import.meta.url));
