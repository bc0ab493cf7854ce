import t from 'tap';
import { decodeFrame, encodeFrame, FrameBuilder, recordAt } from '../src/index.js';
import { source } from './frames.js';

t.test('records keep their bytes, newlines inside included', async (t) => {
  const builder = new FrameBuilder(source);
  t.ok(builder.isEmpty);
  builder.add(Buffer.from('a\nb'), 5n, 10);
  builder.add(Buffer.alloc(0), 5n, 11);
  t.equal(builder.count, 2);
  t.equal(builder.bytes, 5);
  const frame = builder.build({ rulesetFingerprint: 'f' });
  t.match(frame, { ...source, rulesetFingerprint: 'f', findings: [] });
  t.same(frame.lengths, new Uint32Array([4, 1]));
  t.equal(recordAt(frame, 0).toString(), 'a\nb');
  t.equal(frame.records.toString(), 'a\nb\n\n');
});

t.test('starts anew after build and leaves the built frame alone', async (t) => {
  const builder = new FrameBuilder(source);
  builder.add(Buffer.from('first'), 1n, 1);
  const first = builder.build();
  t.ok(builder.isEmpty);
  builder.add(Buffer.from('other'), 0n, 1);
  t.equal(builder.build().records.toString(), 'other\n');
  t.equal(first.records.toString(), 'first\n');
});

t.test('says when the limit is reached, and gives a larger record a frame of its own', async (t) => {
  const builder = new FrameBuilder({ ...source, maxFrameBytes: 10 });
  t.ok(builder.hasRoomFor(1000));
  builder.add(Buffer.alloc(4, 97), 1n, 1);
  t.ok(builder.hasRoomFor(4));
  t.notOk(builder.hasRoomFor(5));
  builder.build();
  builder.add(Buffer.alloc(1000, 97), 2n, 1);
  t.notOk(builder.hasRoomFor(0));
  t.equal(builder.build().records.length, 1001);
});

t.test('grows over many records', async (t) => {
  const builder = new FrameBuilder(source);
  for (let index = 0; index < 5000; index++)
    builder.add(Buffer.from(`record ${String(index)}`), BigInt(index), index);
  const frame = decodeFrame(encodeFrame(builder.build()));
  t.equal(recordAt(frame, 0).toString(), 'record 0');
  t.equal(recordAt(frame, 4999).toString(), 'record 4999');
  t.equal(frame.offsets[4999], 4999);
});

t.test('refuses offsets that a frame cannot hold', async (t) => {
  const builder = new FrameBuilder(source);
  const record = Buffer.from('x');
  t.throws(
    () => {
      builder.add(record, 2n ** 53n, 1);
    },
    { code: 'SJ_INTERNAL' },
  );
  t.throws(
    () => {
      builder.add(record, -1n, 1);
    },
    { code: 'SJ_INTERNAL' },
  );
  builder.add(record, 5n, 1);
  t.throws(
    () => {
      builder.add(record, 4n, 1);
    },
    { code: 'SJ_INTERNAL' },
  );
  t.equal(builder.count, 1);
});

t.test('a timestamp that is none becomes 0', async (t) => {
  const builder = new FrameBuilder(source);
  for (const value of [-1, 0.5, Number.NaN, 2 ** 52, 7]) builder.add(Buffer.from('x'), 1n, value);
  const frame = builder.build();
  t.same(Array.from(frame.timestampsMs), [0, 0, 0, 0, 7]);
  t.doesNotThrow(() => encodeFrame(frame));
});
