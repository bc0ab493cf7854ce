import t from 'tap';
import { framesOf } from '../src/frames.js';
import { joinSpeeds, measureSpeeds, ratiosOf, type Speed } from '../src/speeds.js';

const speed = (name: string, bytes: number, mbPerSecond: readonly number[]): Speed => ({
  name,
  bytes,
  records: 10,
  findings: 1,
  mbPerSecond,
  gcPercent: 10,
});

t.test('joins speeds by the time that each took, not by their mean', (t) => {
  const joined = joinSpeeds('all', [speed('a', 1e6, [100, 50]), speed('b', 3e6, [100, 150])]);
  t.same(joined, { ...speed('all', 4e6, [100, 100]), records: 20, findings: 2 });
  t.end();
});

t.test('compares round by round', (t) => {
  t.same(ratiosOf(speed('a', 1, [6, 8]), speed('b', 1, [2, 4])), [3, 2]);
  t.end();
});

t.test('knows bytes, records and findings of what it measured', async (t) => {
  const frames = framesOf([Buffer.from('one'), Buffer.from('three')]);
  const tasks = [
    { name: 'with', run: () => undefined, findings: 4 },
    { name: 'without', run: () => undefined },
  ];
  const [first, second] = await measureSpeeds(
    tasks.map((task) => ({ task, frames })),
    { rounds: 2, leastMs: 0 },
  );
  t.match(first, { name: 'with', bytes: 10, records: 2, findings: 4 });
  t.equal(first?.mbPerSecond.length, 2);
  t.equal(second?.findings, undefined);
});
