import t from 'tap';
import { fromZigzag, packVarints, toZigzag, unpackVarints } from '../src/wire.js';

t.test('varints hold whole numbers up to 2^53', async (t) => {
  const values = new Float64Array([0, 1, 127, 128, 2 ** 32, Number.MAX_SAFE_INTEGER]);
  const read = new Float64Array(values.length);
  unpackVarints(packVarints(values), read, Number.MAX_SAFE_INTEGER);
  t.same(read, values);
});

t.test('a varint above the limit is refused', async (t) => {
  t.throws(
    () => {
      unpackVarints(Buffer.from([0x80, 0x01]), new Uint32Array(1), 127);
    },
    { message: 'large varint' },
  );
});

t.test('zigzag keeps signs', async (t) => {
  for (const value of [0, -1, 1, -(2 ** 51), 2 ** 51]) t.equal(fromZigzag(toZigzag(value)), value);
  t.same([0, -1, 1, -2].map(toZigzag), [0, 1, 2, 3]);
});
