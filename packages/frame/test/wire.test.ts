import t from 'tap';
import { countVarints, fromZigzag, packVarints, toZigzag, unpackVarints } from '../src/wire.js';

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

t.test('small and large values are coded alike, however many there are', async (t) => {
  const values = Float64Array.from({ length: 1000 }, (_, index) =>
    index % 2 === 0 ? index : 2 ** 31 - 500 + index * (index > 900 ? 2 ** 20 : 1),
  );
  const packed = packVarints(values);
  const unpacked = new Float64Array(countVarints(packed));
  unpackVarints(packed, unpacked, Number.MAX_SAFE_INTEGER);
  t.same(unpacked, values);
  for (const value of [0, 1, -1, 2 ** 30, -(2 ** 30) - 1, 2 ** 31, -(2 ** 31), 2 ** 50, -(2 ** 50)])
    t.equal(fromZigzag(toZigzag(value)), value);
});
