import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t, { type Test } from 'tap';

const source = new URL('../src/silent-worker.ts', import.meta.url).href;
const chatter = `process.stdout.write('a record\\n'); console.error('a record');`;

/** What a process writes that starts a worker which writes. */
function written(t: Test, start: string): { readonly code: number | null; readonly said: string } {
  const dir = t.testdir({ 'chatter.mjs': chatter, 'main.mjs': start });
  const args = ['--import=@scrubjay/ts-register', join(dir, 'main.mjs')];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

const script = `new URL('./chatter.mjs', import.meta.url)`;

t.test('what a worker writes appears nowhere, and holds it up in nothing', async (t) => {
  const silent = `import { startSilentWorker } from '${source}'; startSilentWorker(${script}, {});`;
  t.strictSame(written(t, silent), { code: 0, said: '' });
});

t.test('a worker as it is does write', async (t) => {
  const plain = `import { Worker } from 'node:worker_threads'; new Worker(${script});`;
  t.match(written(t, plain), { code: 0, said: /a record\n[^]*a record\n/ });
});
