import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { createVault, sharedConfig, type ServiceContext } from '@scrubjay/boot';
import { recordAt } from '@scrubjay/frame';
import { createHealth, createMetrics, silentLogger } from '@scrubjay/telemetry';
import { redactorConfig } from '../src/config.js';
import { startRedaction } from '../src/redaction.js';
import { frameOf } from './frames.js';

const pack = (pattern: string): string => `pack: mine
title: Mine
detectors:
  - { id: word, title: Word, category: pii, severity: low, pattern: '${pattern}', action: mask,
      examples: { match: [a1, a2, a3], ignore: [a, b, c] } }
  - { id: who, title: Who, category: pii, severity: low, pattern: 'who[0-9]', action: pseudonymize,
      examples: { match: [who1, who2, who3], ignore: [a, b, c] } }
`;

function folder(pattern: string) {
  return { 'mine.yaml': pack(pattern), policies: { 'p.yaml': 'policy: p\ntitle: P\npacks: [mine]\n' } };
}

/** A redactor on the files of a test folder; `redact` gives the text of what comes out. */
async function open(t: Pick<Test, 'testdir' | 'teardown'>, options: object) {
  const dir = t.testdir({
    rules: folder('[a-b][0-9]'),
    next: folder('[b-c][0-9]'),
  });
  const config = sharedConfig.parse({
    rules: { dir: join(dir, 'rules'), policy: 'p' },
    keys: { provider: 'local', dir: join(dir, 'keys') },
  });
  const redactor = redactorConfig.parse({ reloadIntervalMs: 5, ...options });
  const redaction = await startRedaction(config, redactor, { mayMoveFrames: false });
  t.teardown(() => redaction.close());
  const metrics = createMetrics();
  const vault = await createVault(config.keys, ['quarantine', 'pseudonym']);
  const context = { config, metrics, vault, log: silentLogger, health: createHealth() };
  const opened = await redaction.open(context as unknown as ServiceContext);
  return {
    ...{ dir, redaction },
    redact: async (record: string): Promise<string> => {
      const { outputs } = await opened.redact(frameOf([record]), []);
      return outputs.map(({ frame }) => recordAt(frame, 0).toString()).join();
    },
    metrics: async () => (await metrics.registry.metrics()).split('\n'),
  };
}

for (const workers of [0, 1]) {
  const where = workers === 0 ? 'this thread' : 'workers';
  t.test(`rules, keys and a shadow reach ${where}, and changed files too`, async (t) => {
    const shadow = { dir: join(t.testdirName, 'next'), sampleRate: 1 };
    const { dir, redaction, redact, metrics } = await open(t, { workers, shadow });
    t.match(redaction, { fingerprint: /^[0-9a-f]{64}$/, pseudonymizes: true });
    t.match(await redact('a1 c1 who1'), /^\[WORD\] c1 \[WHO:e1:[a-z2-7]{16}\]$/);
    const told = await metrics();
    for (const line of [
      `scrubjay_ruleset_info{role="active",fingerprint="${redaction.fingerprint}",policy="p",detectors="2"} 1`,
      'scrubjay_shadow_findings_total{detector="word",change="removed"} 1',
      'scrubjay_shadow_findings_total{detector="word",change="added"} 1',
    ])
      t.ok(told.includes(line), line);
    t.equal(told.includes('scrubjay_redactor_workers 1'), workers === 1);
    t.equal(told.includes('scrubjay_redactor_frame_seconds_count 1'), workers === 1);
    // The watch keeps no process alive; the test must.
    const alive = setInterval(() => undefined, 1000);
    t.teardown(() => clearInterval(alive));
    await writeFile(join(dir, 'rules', 'mine.yaml'), pack('[d][0-9]'));
    while ((await redact('a1 d1')) !== 'a1 [WORD]') await sleep(10);
    await writeFile(join(dir, 'rules', 'mine.yaml'), pack('[d'));
    const refused = 'scrubjay_ruleset_reloads_total{role="active",outcome="refused"} 1';
    while (!(await metrics()).includes(refused)) await sleep(10);
    t.equal(await redact('a1 d1'), 'a1 [WORD]');
    await redaction.close();
    await redaction.close();
  });
}

t.test('what was never opened can be closed, more than once', async (t) => {
  const dir = t.testdir(folder('[a-b][0-9]'));
  const config = sharedConfig.parse({ rules: { dir, policy: 'p' } });
  for (const workers of [0, 1]) {
    const redaction = await startRedaction(config, redactorConfig.parse({ workers }), {
      mayMoveFrames: false,
    });
    await redaction.close();
    await t.resolves(redaction.close());
  }
});

t.test('by default one core is left to the main thread, and at least one worker works', async (t) => {
  const { redact, metrics } = await open(t, {});
  t.equal(await redact('a1'), '[WORD]');
  t.ok((await metrics()).some((line) => /^scrubjay_redactor_workers [1-9][0-9]*$/.test(line)));
});

t.test('bad rules stop the start, wherever they are compiled', async (t) => {
  const dir = t.testdir(folder('['));
  const config = sharedConfig.parse({ rules: { dir, policy: 'p' } });
  for (const workers of [0, 1])
    await t.rejects(startRedaction(config, redactorConfig.parse({ workers }), { mayMoveFrames: false }), {
      code: 'SJ_RULES_INVALID',
      message: /mine\.yaml:4/,
    });
});
