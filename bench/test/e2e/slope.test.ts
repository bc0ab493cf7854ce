import t from 'tap';
import { slopePerHour } from '../../src/e2e/slope.js';

t.test('growth is that of a line through all samples', async (t) => {
  const samples = Array.from({ length: 100 }, (_, index) => ({
    ...{ at: index * 10, rssBytes: 1_000 + index * 5 + (index % 2), handles: 7 },
  }));
  t.ok(Math.abs(slopePerHour(samples, 'rssBytes') - 1_800) < 2, 'noise does not matter');
  t.equal(slopePerHour(samples, 'handles'), 0);
});
