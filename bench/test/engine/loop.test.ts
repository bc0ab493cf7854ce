import t from 'tap';
import { Gate } from '../../src/engine/loop/gate.js';
import { delaysOf, watchLoop } from '../../src/engine/loop/probe.js';

t.test('quantiles of delays', async (t) => {
  const values = Array.from({ length: 1000 }, (_, at) => 1000 - at);
  t.same(delaysOf(values), { p99: 991, p999: 1000, max: 1000 });
  t.same(delaysOf([]), { p99: 0, p999: 0, max: 0 });
});

t.test('sees that a loop does not turn', async (t) => {
  const blockedMs = 60;
  let turns = 0;
  // Not in the first turn, which may be before the watch has begun.
  const timer = setInterval(() => {
    turns += 1;
    const end = performance.now() + (turns === 5 ? blockedMs : 0);
    while (performance.now() < end);
  }, 2);
  const { loop, cpu } = await watchLoop(1000);
  clearInterval(timer);
  t.ok(loop.max >= blockedMs - 1, 'no less than it was blocked');
  t.ok(loop.p99 <= loop.p999 && loop.p999 <= loop.max * 1.01);
  if (process.platform === 'linux') t.ok(cpu !== undefined && cpu.max > 0);
});

t.test('a gate lets through while it is open', async (t) => {
  const gate = new Gate();
  let passed = 0;
  const pass = async (): Promise<void> => {
    await gate.pass();
    passed += 1;
  };
  const first = pass();
  await new Promise(setImmediate);
  t.equal(passed, 0);
  gate.open();
  await first;
  await pass();
  t.equal(passed, 2);
  gate.shut();
  const last = pass();
  await new Promise(setImmediate);
  t.equal(passed, 2);
  gate.open();
  await last;
});
