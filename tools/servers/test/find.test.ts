import t from 'tap';
import { firstAvailable, isUnavailable, unavailable } from '../src/find.js';

t.test('takes the first way that works and leaves the others alone', async (t) => {
  let later = 0;
  const found = await firstAvailable([
    async () => await Promise.resolve(unavailable('no java')),
    async () => await Promise.resolve({ kind: 'kafka' as const }),
    async () => {
      later++;
      return await Promise.resolve({ kind: 'kafka' as const });
    },
  ]);
  t.strictSame(found, { kind: 'kafka' });
  t.equal(later, 0);
});

t.test('names every reason when no way works', async (t) => {
  const found = await firstAvailable([
    async () => await Promise.resolve(unavailable('no java')),
    async () => await Promise.resolve(unavailable('no docker')),
  ]);
  t.ok(isUnavailable(found));
  t.strictSame(found, { kind: 'unavailable', reason: 'no java; no docker' });
});
