import { cp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ScrubjayError } from '@scrubjay/errors';
import { compileRuleset, type Ruleset } from '@scrubjay/engine';
import t from 'tap';
import { LiveRuleset, type LiveRulesetOptions } from '../src/live-ruleset.js';
import { loadRuleset, readRules } from '../src/rules.js';

const pack = (word: string): string => `pack: mine
title: Mine
detectors:
  - { id: word, title: Word, category: pii, severity: low, pattern: '${word}[0-9]', action: mask,
      examples: { match: [${word}1, ${word}2, ${word}3], ignore: [a, b, c] } }
`;
const policies = { 'p.yaml': 'policy: p\ntitle: P\npacks: [mine]\n' };

interface Watched<First extends Ruleset | undefined> {
  readonly live: LiveRuleset<Ruleset, First>;
  readonly loaded: string[];
  readonly refused: string[];
}

function watch<First extends Ruleset | undefined>(
  first: First,
  dir: string,
  options: Partial<LiveRulesetOptions<Ruleset>> = {},
): Watched<First> {
  const loaded: string[] = [];
  const refused: string[] = [];
  const live = new LiveRuleset<Ruleset, First>(first, {
    policy: 'p',
    dir,
    intervalMs: 0,
    compile: async (sources) => compileRuleset(sources),
    onLoaded: ({ fingerprint }) => loaded.push(fingerprint),
    onRefused: ({ code }) => refused.push(code),
    ...options,
  });
  return { live, loaded, refused };
}

t.test('takes up a changed folder once two looks found the same', async (t) => {
  const dir = t.testdir({ 'mine.yaml': pack('old'), policies });
  const first = await loadRuleset({ policy: 'p', dir });
  const { live, loaded, refused } = watch(first, dir);
  t.strictSame(
    [await live.look(), await live.look(), await live.look()],
    ['settling', 'unchanged', 'unchanged'],
  );
  t.equal(live.current, first);
  await writeFile(join(dir, 'mine.yaml'), pack('new'));
  t.equal(await live.look(), 'settling');
  t.equal(live.current, first);
  await writeFile(join(dir, 'mine.yaml'), pack('newer'));
  t.equal(await live.look(), 'settling', 'it was still being written');
  t.equal(await live.look(), 'loaded');
  t.strictSame(live.current.detectors[0]?.patterns, ['newer[0-9]']);
  t.strictSame([loaded, refused], [[live.current.fingerprint], []]);
});

t.test('refuses a bad ruleset once, keeps the one before, and takes the mended one', async (t) => {
  const dir = t.testdir({ 'mine.yaml': pack('old'), policies });
  const first = await loadRuleset({ policy: 'p', dir });
  const { live, loaded, refused } = watch(first, dir);
  await live.load();
  await writeFile(join(dir, 'mine.yaml'), pack('[').replace("'[", "'(["));
  t.strictSame(
    [await live.look(), await live.look(), await live.look()],
    ['settling', 'refused', 'unchanged'],
  );
  t.equal(live.current, first);
  t.strictSame(refused, ['SJ_RULES_INVALID']);
  await writeFile(join(dir, 'mine.yaml'), pack('new'));
  t.equal(await live.load(), 'loaded');
  t.equal(loaded.length, 1);
});

t.test('a folder that is gone is refused like a bad one', async (t) => {
  const dir = t.testdir({ rules: { 'mine.yaml': pack('old'), policies } });
  const rules = join(dir, 'rules');
  const first = await loadRuleset({ policy: 'p', dir: rules });
  const { live, refused } = watch(first, rules);
  await live.load();
  await rm(rules, { recursive: true });
  t.strictSame(
    [await live.look(), await live.look(), await live.look()],
    ['settling', 'refused', 'unchanged'],
  );
  t.equal(live.current, first);
  t.strictSame(refused, ['SJ_RULES_NOT_FOUND']);
});

t.test('sees a swapped symbolic link, as a config map makes it', async (t) => {
  const dir = t.testdir({ one: { 'mine.yaml': pack('old'), policies } });
  await cp(join(dir, 'one'), join(dir, 'two'), { recursive: true });
  await writeFile(join(dir, 'two', 'mine.yaml'), pack('new'));
  await symlink('one', join(dir, 'rules'));
  const { live } = watch(await loadRuleset({ policy: 'p', dir: join(dir, 'rules') }), join(dir, 'rules'));
  t.equal(await live.load(), 'unchanged');
  await symlink('two', join(dir, 'next'));
  await rename(join(dir, 'next'), join(dir, 'rules'));
  t.equal(await live.load(), 'loaded');
});

t.test('what is not accepted does not take over', async (t) => {
  const dir = t.testdir({ 'mine.yaml': pack('new'), policies });
  const { live, refused } = watch(undefined, dir, {
    compile: () => Promise.reject(new ScrubjayError('SJ_VAULT_KEY_DENIED', 'no')),
  });
  t.equal(await live.load(), 'refused');
  t.equal(live.current, undefined);
  t.strictSame(refused, ['SJ_VAULT_KEY_DENIED']);
});

t.test('is asked again while the reason for a refusal may pass', async (t) => {
  const dir = t.testdir({ 'mine.yaml': pack('new'), policies });
  let asked = 0;
  const { live } = watch(undefined, dir, {
    async compile(sources) {
      asked += 1;
      if (asked === 1) throw new ScrubjayError('SJ_VAULT_UNAVAILABLE', 'not now');
      return compileRuleset(sources);
    },
  });
  t.strictSame([await live.load(), await live.look()], ['refused', 'loaded']);
});

t.test('looks by itself until it is closed', async (t) => {
  const dir = t.testdir({ 'mine.yaml': pack('new'), policies });
  const { live, loaded } = watch(undefined, dir, { intervalMs: 5 });
  // Unreferenced timers alone would let the test process end.
  const alive = setInterval(() => undefined, 1000);
  t.teardown(() => clearInterval(alive));
  live.start();
  while (live.current === undefined) await sleep(5);
  live.close();
  live.start();
  await writeFile(join(dir, 'mine.yaml'), pack('newer'));
  await sleep(50);
  t.equal(loaded.length, 1);
});

t.test('closed while it compiles, it changes nothing', async (t) => {
  const dir = t.testdir({ 'mine.yaml': pack('new'), policies });
  let close = (): void => undefined;
  const { live, loaded } = watch(undefined, dir, {
    async compile(sources) {
      close();
      return compileRuleset(sources);
    },
  });
  close = () => live.close();
  t.equal(await live.load(), 'unchanged');
  t.strictSame([live.current, loaded], [undefined, []]);
});

t.test('does not compile again what the first ruleset was made of', async (t) => {
  const dir = t.testdir({ 'mine.yaml': pack('old'), policies });
  const from = await readRules('p', dir);
  let compiled = 0;
  const { live } = watch(compileRuleset(from), dir, {
    from,
    async compile(sources) {
      compiled += 1;
      return compileRuleset(sources);
    },
  });
  t.strictSame([await live.look(), await live.look()], ['unchanged', 'unchanged']);
  t.equal(compiled, 0);
  await writeFile(join(dir, 'mine.yaml'), pack('new'));
  t.equal(await live.load(), 'loaded');
  t.equal(compiled, 1);
});
