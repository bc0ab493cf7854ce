import t from 'tap';
import { Random } from '../src/random.js';
import { at, UniqueWalk } from '../src/unique.js';

void t.test('visits every number once and then refuses', (t) => {
  for (const size of [1, 2, 10, 97, 1000]) {
    const walk = new UniqueWalk('thing', size, new Random(size));
    const seen = Array.from({ length: size }, () => walk.next());
    t.same(
      seen.sort((a, b) => a - b),
      Array.from({ length: size }, (_, index) => index),
    );
    t.throws(() => walk.next(), { code: 'SJ_USAGE' });
  }
  t.end();
});

void t.test('at counts round and round', (t) => {
  t.equal(at(['a', 'b'], 3), 'b');
  t.end();
});
