import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';

const words = fileURLToPath(new URL('../../src/process/last-words.ts', import.meta.url));

/** Runs a line of code in a process that has taken the measures, and returns how it ended and what it wrote. */
async function said(
  t: Test,
  code: string,
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const take = `const w = await import(${JSON.stringify(words)}); w.endOnUncaught(); w.nameWarnings(); w.silenceConsole();`;
  const args = [
    '--import=@scrubjay/ts-register',
    '--input-type=module',
    ...options,
    '-e',
    `${take}\n${code}`,
  ];
  const child = spawn(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '', ...env } });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [exit] = (await once(child, 'close')) as [number];
  t.notMatch(text, 'hunter2', code);
  return `${String(exit)} ${text}`;
}

t.test('what nobody catches ends the process in one line', async (t) => {
  const line = '1 error: SJ_INTERNAL: Uncaught failure (TypeError). ';
  t.ok((await said(t, `throw new TypeError('hunter2')`)).startsWith(line));
  t.ok((await said(t, `setTimeout(() => { throw new TypeError('hunter2') })`)).startsWith(line));
  t.ok(
    (await said(t, `Promise.reject(new TypeError('hunter2'))`, ['--unhandled-rejections=warn'])).startsWith(
      line,
    ),
  );
  t.match(await said(t, `Promise.reject('hunter2')`), /^1 error: SJ_INTERNAL: Uncaught failure \(string\)/);
});

t.test('a developer is told the places in code', async (t) => {
  const text = await said(t, `Promise.reject(new TypeError('hunter2'))`, [], { SCRUBJAY_DEBUG: '1' });
  t.match(text, /\nTypeError\n {4}at /);
});

t.test('warnings are named, and the console is silent', async (t) => {
  const code = `for (const m of ['log', 'warn', 'error', 'info', 'debug', 'trace']) console[m]('hunter2');
    process.emitWarning('hunter2', 'PlantedWarning', 'SJ_TEST');`;
  t.equal(await said(t, code), '0 warning: PlantedWarning SJ_TEST\n');
  t.equal(await said(t, code, ['--no-warnings']), '0 ');
});

// Within this process, so that the measures are seen to be taken.
t.test('the measures themselves', async (t) => {
  const { nameWarnings, silenceConsole, writeError, endOnUncaught } =
    await import('../../src/process/last-words.js');
  const written: string[] = [];
  t.capture(process.stderr, 'write', (text: string) => written.push(text) > 0);
  const consoles = { ...console };
  silenceConsole();
  console.error('hunter2');
  Object.assign(console, consoles);
  const listeners = process.listeners('warning');
  process.removeAllListeners('warning');
  nameWarnings();
  t.equal(process.listenerCount('warning'), 0, 'none where Node was told to print none');
  process.on('warning', () => undefined);
  nameWarnings();
  process.emitWarning('hunter2', 'PlantedWarning');
  await sleep(10);
  process.removeAllListeners('warning');
  for (const listener of listeners) process.on('warning', listener);
  process.env['SCRUBJAY_DEBUG'] = '1';
  t.equal(writeError(new TypeError('hunter2'), 'It').code, 'SJ_INTERNAL');
  delete process.env['SCRUBJAY_DEBUG'];
  writeError(new TypeError('hunter2'), 'It');
  t.equal(written.filter((line) => line.startsWith('error: SJ_INTERNAL: It (TypeError). ')).length, 2);
  t.ok(written.includes('warning: PlantedWarning\n'));
  t.notMatch(written.join(''), 'hunter2');

  const exits = t.capture(process, 'exit', () => undefined as never);
  endOnUncaught();
  const [end] = process.listeners('unhandledRejection').slice(-1);
  end?.(new TypeError('hunter2'), Promise.resolve());
  for (const event of ['unhandledRejection', 'uncaughtException']) process.off(event, end as () => void);
  t.strictSame(
    exits().map(({ args }) => args),
    [[1]],
  );
});
