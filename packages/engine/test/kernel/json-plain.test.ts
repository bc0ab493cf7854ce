import { Buffer } from 'node:buffer';
import t from 'tap';
import { skipByteOrderMark } from '../../src/kernel/json-plain.js';

t.test('skips one byte order mark, whole and at the beginning', async (t) => {
  const mark = Buffer.from('\ufeff');
  const cases: readonly (readonly [Buffer, number])[] = [
    [Buffer.from('\ufeff1'), 3],
    [Buffer.from('\ufeff\ufeff1'), 3],
    [mark, 3],
    [Buffer.from(' \ufeff1'), 0],
    [Buffer.from('1'), 0],
    [Buffer.alloc(0), 0],
  ];
  for (const [record, skipped] of cases) {
    const bytes = Buffer.concat([mark, record, mark]);
    t.equal(skipByteOrderMark(bytes, 3, 3 + record.length), 3 + skipped);
  }
  t.equal(skipByteOrderMark(mark, 0, 2), 0, 'not beyond the end');
  for (const at of [0, 1, 2]) {
    const other = Buffer.from(mark);
    other[at] = 0xee;
    t.equal(skipByteOrderMark(other, 0, 3), 0, `another byte ${at}`);
  }
});
