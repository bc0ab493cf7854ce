import t from 'tap';
import { measureColdStart } from '../src/cold-start.js';
import { framesOf } from '../src/frames.js';
import { measureThreads } from '../src/threads.js';
import { brief, sources as rules } from './support.js';

const frames = framesOf(
  Array.from({ length: 40 }, (_, at) => Buffer.from(`user secret ${at}`)),
  100,
);
t.test('runs the engine in one thread and in two', async (t) => {
  const times = await measureThreads(2, rules, frames, brief);
  t.same(
    times.map(({ threads, ms }) => [threads, ms.length]),
    [
      [1, 2],
      [2, 2],
    ],
  );
  t.ok(times.every(({ ms }) => ms.every((one) => one > 0)));
});

t.test('times compiling and first use in fresh threads', async (t) => {
  const [frame] = frames;
  if (frame === undefined) throw new Error('There is no frame.');
  const starts = await measureColdStart(rules, frame, 2);
  t.equal(starts.length, 2);
  for (const start of starts) t.ok(start.compileMs > start.secondFrameMs);
});

t.test('a thread without its rules is an error, not a wait', async (t) => {
  await t.rejects(measureThreads(1, { ...rules, packs: [] }, frames, brief), { code: 'SJ_RULES_INVALID' });
});
