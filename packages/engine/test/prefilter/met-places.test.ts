import t from 'tap';
import { MetPlaces } from '../../src/prefilter/met-places.js';

t.test('keeps as many places as there are, until they are cleared', async (t) => {
  const places = new MetPlaces();
  for (let at = 0; at < 200; at += 1) places.add(at % 7, at, at * 2);
  t.equal(places.count, 200);
  t.strictSame([places.factors[199], places.firsts[199], places.lasts[199]], [199 % 7, 199, 398]);
  t.strictSame([places.factors[0], places.firsts[1], places.lasts[2]], [0, 1, 4]);
  places.clear();
  t.equal(places.count, 0);
});
