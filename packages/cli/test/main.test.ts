import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { inItsOwnProcess as scrubjay, linesOf, uncovered } from './support.js';

const bin = fileURLToPath(new URL('../bin/scrubjay.js', import.meta.url));

t.test('--help is done and speaks on standard output', async (t) => {
  for (const args of [['--help'], ['rules', 'test', '--help']]) {
    const { code, stdout, stderr } = await scrubjay(args);
    t.equal(code, 0, args.join(' '));
    t.match(stdout, 'Usage: scrubjay ');
    t.equal(stderr, '');
  }
});

t.test('a command line that is not understood is a usage error', async (t) => {
  for (const args of [['frobnicate'], ['rules'], ['redact', '--frobnicate']]) {
    const { code, stdout, stderr } = await scrubjay(args);
    t.equal(code, 2, args.join(' '));
    t.equal(stdout, '');
    t.not(stderr, '');
    t.notMatch(stderr, /\n\s+at /);
  }
});

t.test('an error is one line that names its code', async (t) => {
  const { code, stderr } = await scrubjay(['run', '--config', 'missing.yaml']);
  t.equal(code, 2);
  t.equal(linesOf(stderr).length, 1);
  t.match(stderr, /^error: SJ_CONFIG_NOT_FOUND: The configuration file missing\.yaml cannot be read\. /);
});

t.test('a reader that has seen enough is no error', async (t) => {
  const dir = t.testdir({});
  await writeFile(join(dir, 'long.log'), 'a line like any other\n'.repeat(200_000));
  const child = spawn(process.execPath, [bin, 'redact', join(dir, 'long.log')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...uncovered },
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = (await once(child, 'close')) as [number];
  t.equal(code, 0);
  t.equal(stderr, '');
});

t.test('an end of standard error does not end the work', async (t) => {
  const child = spawn(process.execPath, [bin, 'redact', '--summary'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...uncovered },
  });
  child.stderr.destroy();
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stdin.end('jane@example.com\n');
  const [code] = (await once(child, 'close')) as [number];
  t.equal(stdout, '[EMAIL]\n');
  t.equal(code, 0);
});
