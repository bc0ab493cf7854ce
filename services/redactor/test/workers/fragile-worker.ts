/** A worker that fails where a record tells it to, before it looks at anything else, or at its start where the epoch does. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { ToWorker, WorkerSetup } from '../../src/workers/messages.js';
import { serve } from '../../src/workers/serve.js';

const port = parentPort as MessagePort;
const setup = workerData as WorkerSetup;

if (setup.epoch === 'flaky' && setup.number === 2) throw new Error('no start');
const isOther = setup.epoch === 'differs' && setup.number === 2;
const [pack] = setup.rules.active.packs;
const packs = [{ file: 'mine.yaml', text: pack?.text.replace('[0-9]', '[0-8]') ?? '' }];
const other = { ...setup.rules, active: { ...setup.rules.active, packs } };

/** Its stack is 4 MiB and the main thread's 1 MiB: it can write what the other cannot read. */
function deep(levels: number): unknown[] {
  let nested: unknown[] = [];
  for (let level = 1; level < levels; level += 1) nested = [nested];
  return nested;
}

port.on('message', (message: ToWorker) => {
  if (message.kind !== 'frame') return;
  const text = Buffer.from(message.frame.records).toString();
  if (text.includes('crash')) throw new Error(text);
  if (text.includes('exit')) process.exit(0);
  if (text.includes('fill')) for (const kept: unknown[] = []; ;) kept.push(new Array(100_000).fill('x'));
  if (text.includes('hang')) for (;;);
  if (text.includes('riddle')) port.postMessage(deep(8000));
  const slow = /slow([0-9]+)/.exec(text);
  const until = performance.now() + Number(slow?.[1] ?? 0);
  while (performance.now() < until);
});
serve(port, isOther ? { ...setup, rules: other } : setup);
