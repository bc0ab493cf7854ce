/**
 * Runs the tests of all workspaces in two lanes at once. Those of whole services mostly wait: for sessions to end, pauses
 * to pass, faults to heal. Meanwhile the others keep the processors busy. Within a lane one workspace follows the other.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { environment, root } from './prepare.mjs';

const waiting = ['@scrubjay/e2e', '@scrubjay/chaos'];
const lanes = [waiting.map((name) => `--filter=!${name}`), waiting.map((name) => `--filter=${name}`)];

// `--only`: what is built is built, and is not to be written again under the tests of the other lane.
const turbo = [
  'turbo',
  'run',
  'test',
  '--only',
  '--continue',
  '--concurrency=1',
  '--output-logs=errors-only',
];
const children = lanes.map((filters) =>
  spawn('npx', [...turbo, ...filters], { cwd: root, stdio: 'inherit', env: environment }),
);
// Of the first only single tests look at the clock, and give it seconds; the services of the other are to get on as if
// they were alone. What a process starts has its priority.
setPriority(children[0].pid, 10);
// On Ctrl-C the terminal has told them already.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => children.forEach((child) => child.kill('SIGTERM')));
const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] ?? 1));
process.exitCode = Math.max(...codes);
