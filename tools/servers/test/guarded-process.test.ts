import { spawn } from 'node:child_process';
import { access, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { GuardedProcess } from '../src/guarded-process.js';

async function until(condition: () => Promise<boolean> | boolean): Promise<boolean> {
  for (let i = 0; i < 200; i++) {
    if (await condition()) return true;
    await sleep(25);
  }
  return false;
}

async function readPid(file: string): Promise<number> {
  await until(async () => (await readFile(file, 'utf8').catch(() => '')).endsWith('\n'));
  return Number(await readFile(file, 'utf8'));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

/** Writes its pid, then waits for a signal; `exec` keeps the pid. */
const server = (pidFile: string): string[] => ['sh', '-c', `echo $$ > '${pidFile}'; exec sleep 60`];

t.test('stop and kill end the server and leave its folder to the caller', async (t) => {
  for (const way of ['stop', 'kill'] as const) {
    const dir = t.testdir({ temp: {} });
    const pidFile = join(dir, 'pid');
    const child = new GuardedProcess({
      command: server(pidFile),
      logFile: join(dir, 'log'),
      tempDir: join(dir, 'temp'),
    });
    const pid = await readPid(pidFile);
    t.ok(child.isRunning);
    await child[way]();
    t.notOk(child.isRunning);
    t.ok(await until(() => !isAlive(pid)), `${way} ends it`);
    t.ok(await isThere(join(dir, 'temp')));
    await child[way]();
  }
});

t.test('notices a server that ends by itself, and keeps what it said', async (t) => {
  const dir = t.testdir();
  const logFile = join(dir, 'log');
  const child = new GuardedProcess({ command: ['sh', '-c', 'echo out; exit 3'], logFile, tempDir: '' });
  t.ok(await until(() => !child.isRunning));
  t.equal(await readFile(logFile, 'utf8'), 'out\n');
});

t.test('a server dies with its parent even by kill -9, and its folder goes too', async (t) => {
  const dir = t.testdir();
  const [pidFile, tempDir] = [join(dir, 'pid'), join(dir, 'temp')];
  await mkdir(tempDir);
  const options = { command: server(pidFile), logFile: join(dir, 'log'), tempDir };
  const module = new URL('../src/guarded-process.ts', import.meta.url).href;
  const script = `
    const { GuardedProcess } = await import(${JSON.stringify(module)});
    new GuardedProcess(${JSON.stringify(options)});
    setInterval(() => undefined, 1000);
  `;
  const parent = spawn(
    process.execPath,
    ['--import=@scrubjay/ts-register', '--input-type=module', '-e', script],
    {
      stdio: 'inherit',
    },
  );
  const pid = await readPid(pidFile);
  t.ok(isAlive(pid));
  parent.kill('SIGKILL');
  t.ok(await until(() => !isAlive(pid)), 'the server is gone');
  t.ok(await until(async () => !(await isThere(tempDir))), 'its folder is gone');
});
