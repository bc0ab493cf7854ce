import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { loadRuleset, sharedConfig } from '@scrubjay/boot';
import { defaultLimits } from '@scrubjay/engine';
import { recordAt } from '@scrubjay/frame';
import { createMetrics, silentLogger } from '@scrubjay/telemetry';
import { redactorConfig } from '../src/config.js';
import { openRulesets, type Rulesets } from '../src/rulesets.js';
import { frameOf } from './frames.js';
import { createRedactorStage } from '../src/stage.js';

const pack = (pattern: string, action = 'mask'): string => `pack: mine
title: Mine
detectors:
  - { id: word, title: Word, category: pii, severity: low, pattern: '${pattern}', action: ${action},
      examples: { match: [a1, a2, a3], ignore: [a, b, c] } }
`;

function folder(pattern: string) {
  return { 'mine.yaml': pack(pattern), policies: { 'p.yaml': 'policy: p\ntitle: P\npacks: [mine]\n' } };
}

interface Running extends Rulesets {
  readonly dir: string;
  readonly texts: (records: readonly string[]) => Promise<readonly string[]>;
  readonly lines: () => Promise<readonly string[]>;
}

/** A redactor's stage with rulesets that follow the files of a test folder, and its metrics. */
async function open(t: Pick<Test, 'testdir' | 'teardown'>, options: object = {}): Promise<Running> {
  const dir = t.testdir({ rules: folder('[a-b][0-9]'), candidate: folder('[b-c][0-9]'), later: {} });
  const rules = sharedConfig.shape.rules.parse({ dir: join(dir, 'rules'), policy: 'p' });
  const metrics = createMetrics();
  const context = { config: { rules }, metrics, log: silentLogger };
  const config = redactorConfig.parse({
    reloadIntervalMs: 5,
    shadow: { dir: join(dir, 'candidate'), sampleRate: 1 },
    ...options,
  });
  const rulesets = await openRulesets(context, config, await loadRuleset(rules));
  // The watch keeps no process alive; the test must.
  const alive = setInterval(() => undefined, 1000);
  t.teardown(() => {
    clearInterval(alive);
    rulesets.close();
  });
  const stage = createRedactorStage({
    ruleset: rulesets.active,
    shadow: rulesets.shadow,
    pseudonyms: { key: Buffer.alloc(0), epoch: 'e1' },
    limits: defaultLimits,
    events: { onFinding: () => undefined, onDiscarded: () => undefined },
  });
  return {
    ...rulesets,
    dir,
    async texts(records) {
      const messages = [{ offset: 0n, frame: frameOf(records) }];
      const partition = { stream: 'raw', partition: 0 };
      const outputs = await stage.process({ partition, first: 0n, next: 1n, messages });
      return outputs.flatMap(({ frame }) =>
        Array.from(frame.lengths.keys(), (index) => recordAt(frame, index).toString()),
      );
    },
    lines: async () =>
      (await metrics.registry.metrics())
        .split('\n')
        .filter((line) => /^scrubjay_(ruleset|shadow)/.test(line)),
  };
}

async function until(check: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await check())) await sleep(5);
}

t.test('a candidate in shadow is seen in the metrics and nowhere else', async (t) => {
  const { texts, lines } = await open(t);
  t.strictSame(await texts(['a1', 'b1', 'c1 c2', 'd1']), ['[WORD]', '[WORD]', 'c1 c2', 'd1']);
  const told = await lines();
  for (const line of [
    /^scrubjay_ruleset_info\{role="active",fingerprint="[0-9a-f]{64}",policy="p",detectors="1"\} 1$/,
    /^scrubjay_ruleset_info\{role="shadow",fingerprint="[0-9a-f]{64}",policy="p",detectors="1"\} 1$/,
    /^scrubjay_shadow_findings_total\{detector="word",change="removed"\} 1$/,
    /^scrubjay_shadow_findings_total\{detector="word",change="added"\} 2$/,
    /^scrubjay_shadow_records_total 4$/,
    /^scrubjay_shadow_errors_total 0$/,
  ])
    t.ok(
      told.some((entry) => line.test(entry)),
      String(line),
    );
});

t.test('a changed ruleset takes over while frames go on; a bad one is refused', async (t) => {
  const { dir, texts, lines, active } = await open(t);
  const first = active().fingerprint;
  await writeFile(join(dir, 'rules', 'mine.yaml'), pack('[d][0-9]'));
  await until(() => active().fingerprint !== first);
  t.strictSame(await texts(['a1', 'd1']), ['a1', '[WORD]']);
  await writeFile(join(dir, 'rules', 'mine.yaml'), pack('[d'));
  const refused = 'scrubjay_ruleset_reloads_total{role="active",outcome="refused"} 1';
  await until(async () => (await lines()).includes(refused));
  t.strictSame(await texts(['a1', 'd1']), ['a1', '[WORD]']);
  t.ok((await lines()).includes('scrubjay_ruleset_reloads_total{role="active",outcome="loaded"} 1'));
});

t.test('a bad candidate stops nothing, and is taken up once it is mended', async (t) => {
  const candidate = join(t.testdirName, 'later');
  const { texts, lines } = await open(t, { shadow: { dir: candidate, sampleRate: 1 } });
  t.strictSame(await texts(['a1', 'c1']), ['[WORD]', 'c1']);
  t.ok((await lines()).includes('scrubjay_ruleset_reloads_total{role="shadow",outcome="refused"} 1'));
  t.ok((await lines()).includes('scrubjay_shadow_records_total 0'));
  await cp(join(t.testdirName, 'rules'), candidate, { recursive: true });
  await writeFile(join(candidate, 'mine.yaml'), pack('[c][0-9]'));
  const loaded = 'scrubjay_ruleset_reloads_total{role="shadow",outcome="loaded"} 1';
  await until(async () => (await lines()).includes(loaded));
  t.strictSame(await texts(['a1', 'c1']), ['[WORD]', 'c1']);
  t.ok((await lines()).includes('scrubjay_shadow_records_total 2'));
});

t.test('rules that begin to pseudonymize are refused while no key is open', async (t) => {
  const { dir, texts, lines } = await open(t);
  await writeFile(join(dir, 'rules', 'mine.yaml'), pack('[d][0-9]', 'pseudonymize'));
  const refused = 'scrubjay_ruleset_reloads_total{role="active",outcome="refused"} 1';
  await until(async () => (await lines()).includes(refused));
  t.strictSame(await texts(['a1', 'd1']), ['[WORD]', 'd1']);
});

t.test('without a shadow nothing is compared', async (t) => {
  const { shadow, lines } = await open(t, { shadow: undefined });
  t.equal(shadow, undefined);
  t.notOk((await lines()).some((line) => line.includes('role="shadow"')));
});

t.test('a candidate may be another policy of the same folder', async (t) => {
  const { lines } = await open(t, { shadow: { policy: 'p' } });
  const fingerprints = (await lines()).flatMap(
    (line) => /role="[a-z]+",fingerprint="([0-9a-f]+)"/.exec(line)?.[1] ?? [],
  );
  t.equal(fingerprints.length, 2);
  t.equal(new Set(fingerprints).size, 1);
});
