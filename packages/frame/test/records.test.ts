import t from 'tap';
import { encodeFrame, forEachRecord, recordAt, selectRecords } from '../src/index.js';
import { frameOf } from './frames.js';

t.test('a record is a view without its closing newline', async (t) => {
  const frame = frameOf(['one', '', 'three']);
  t.equal(recordAt(frame, 2).toString(), 'three');
  t.equal(recordAt(frame, 1).length, 0);
  t.equal(recordAt(frame, 0).buffer, frame.records.buffer);
});

t.test('there is no record beyond the last', async (t) => {
  t.throws(() => recordAt(frameOf(['one']), 1), RangeError);
  t.throws(() => recordAt(frameOf(['one']), -1), RangeError);
});

t.test('spans follow each other', async (t) => {
  const frame = frameOf(['one', '', 'three']);
  const seen: unknown[] = [];
  forEachRecord(frame, (start, end, index) => seen.push([index, frame.records.toString('utf8', start, end)]));
  t.same(seen, [
    [0, 'one'],
    [1, ''],
    [2, 'three'],
  ]);
});

t.test('selected records keep their offsets and timestamps', async (t) => {
  const frame = frameOf(['one', 'two', 'three']);
  const selected = selectRecords(frame, [0, 2], {
    records: Buffer.from('1\n3\n'),
    lengths: new Uint32Array([2, 2]),
  });
  t.same(Array.from(selected.offsets), [100, 102]);
  t.equal(selected.timestampsMs[1], frame.timestampsMs[2]);
  t.equal(recordAt(selected, 1).toString(), '3');
  t.doesNotThrow(() => encodeFrame(selected));
});

t.test('a selection of records that do not exist is unsound', async (t) => {
  const selected = selectRecords(
    frameOf(['one']),
    { length: 2 },
    {
      records: Buffer.from('\n\n'),
      lengths: new Uint32Array([1, 1]),
    },
  );
  t.throws(() => encodeFrame(selected), { code: 'SJ_INTERNAL' });
});
