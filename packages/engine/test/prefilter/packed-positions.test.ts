import { Buffer } from 'node:buffer';
import t from 'tap';
import { literal } from '../../src/prefilter/byte-tree.js';
import { PackedPositions } from '../../src/prefilter/packed-positions.js';
import { Positions } from '../../src/prefilter/positions.js';

t.test('positions packed are the positions', async (t) => {
  const positions = new Positions();
  positions.addAll(['abc', 'abd', 'xa'].map((text) => literal(Buffer.from(text), false)));
  const packed = new PackedPositions(positions);
  t.equal(packed.count, positions.sets.length);
  t.strictSame([...packed.first], positions.first);
  for (let position = 0; position < packed.count; position += 1) {
    const follows = packed.follows.subarray(packed.starts[position], packed.starts[position + 1]);
    t.strictSame([...follows], positions.follow[position]);
    t.equal(packed.sets[packed.setOf[position] ?? -1], positions.sets[position]);
    t.strictSame(packed.accepts.get(position), positions.accepts[position]);
  }
  t.equal(packed.sets.length, 5, 'each set once');
});
