import t from 'tap';
import { summarise } from '../src/summary.js';

t.test('tells median, ends and quartiles, in whatever order the runs came', (t) => {
  const samples = [5, 1, 4, 2, 3];
  t.same(summarise(samples), { runs: 5, median: 3, min: 1, max: 5, lowerQuartile: 2, upperQuartile: 4 });
  t.same(samples, [5, 1, 4, 2, 3], 'and leaves the samples alone');
  t.equal(summarise([1, 2, 3, 10]).median, 2.5);
  t.same(summarise([7]), { runs: 1, median: 7, min: 7, max: 7, lowerQuartile: 7, upperQuartile: 7 });
  t.throws(() => summarise([]), RangeError);
  t.end();
});
