import t from 'tap';
import { Strikes } from '../../src/workers/strikes.js';
import { frameOf } from '../frames.js';

t.test('counts by where a frame comes from, until it is forgotten', async (t) => {
  const strikes = new Strikes();
  strikes.add(frameOf(['a'], 1));
  strikes.add(frameOf(['its bytes come anew'], 1));
  t.equal(strikes.of(frameOf(['a'], 1)), 2);
  for (const other of [
    frameOf(['a'], 2),
    frameOf(['a'], 1, { partition: 1 }),
    frameOf(['a'], 1, { service: 'b' }),
  ])
    t.equal(strikes.of(other), 0);
  strikes.forget(frameOf(['a'], 1));
  t.equal(strikes.of(frameOf(['a'], 1)), 0);
});

t.test('remembers a bounded number of frames, the last ones', async (t) => {
  const strikes = new Strikes();
  for (let offset = 0; offset < 1100; offset += 1) strikes.add(frameOf(['a'], offset));
  t.strictSame([strikes.of(frameOf(['a'], 0)), strikes.of(frameOf(['a'], 1099))], [0, 1]);
});
