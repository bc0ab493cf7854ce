import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const fixture = fileURLToPath(new URL('./fixtures/stopped-consumer.ts', import.meta.url));

function run(
  mode: string,
  timeout: number,
): Promise<{ readonly stdout: string; readonly isKilled: boolean }> {
  const args = ['--import=@scrubjay/ts-register', fixture, mode];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout, killSignal: 'SIGKILL' }, (error, stdout) => {
      resolve({ stdout, isKilled: error?.killed === true });
    });
  });
}

t.test('a consumer that is stopped while a broker goes does stop, and blocks nothing', async (t) => {
  t.same(await run('repaired', 30_000), { stdout: 'stopped\n', isKilled: false });
});

t.test('kafkajs by itself never comes back from that: the repair is still of use', async (t) => {
  t.same(await run('as-is', 5_000), { stdout: '', isKilled: true });
});
