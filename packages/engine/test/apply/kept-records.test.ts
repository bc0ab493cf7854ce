import t from 'tap';
import { KeptRecords } from '../../src/apply/kept-records.js';

t.test('keeps records as they were written, or with another length', async (t) => {
  const kept = new KeptRecords(Uint32Array.of(5, 6, 7, 8));
  kept.addRun(0, 0);
  kept.addRun(0, 2);
  kept.add(3, 4);
  t.strictSame([...kept.indexes], [0, 1, 3]);
  t.strictSame([...kept.lengths], [5, 6, 4]);
});
