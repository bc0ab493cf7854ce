import fc from 'fast-check';
import t from 'tap';
import { outputPartition } from '../../src/kafka/routing.js';

t.test('always finds a partition that exists', async () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(10_000), fc.integer({ min: 1, max: 500 }), (stream, partition, count) => {
      const output = outputPartition({ stream, partition }, count);
      return Number.isInteger(output) && output >= 0 && output < count;
    }),
  );
});

t.test('spreads neighbouring partitions evenly', async (t) => {
  const outputs = Array.from({ length: 12 }, (_, partition) =>
    outputPartition({ stream: 'app-logs', partition }, 6),
  );
  for (let output = 0; output < 6; output += 1) t.equal(outputs.filter((o) => o === output).length, 2);
});

t.test('stays the same from release to release', async (t) => {
  t.equal(outputPartition({ stream: 'app-logs', partition: 0 }, 1_000_003), 517379);
});
