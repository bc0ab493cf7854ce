import t from 'tap';
import { KeyedMutex } from '../../src/objects/keyed-mutex.js';

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

t.test('one at a time per key and in order, keys side by side, also after a failure', async (t) => {
  const mutex = new KeyedMutex();
  const events: string[] = [];
  const work = (name: string) => async (): Promise<string> => {
    events.push(`${name} begins`);
    await pause();
    events.push(`${name} ends`);
    if (name === 'a1') throw new Error('a1 fails');
    return name;
  };
  const results = await Promise.allSettled([
    mutex.run('a', work('a1')),
    mutex.run('a', work('a2')),
    mutex.run('b', work('b1')),
  ]);
  t.match(results, [{ status: 'rejected' }, { value: 'a2' }, { value: 'b1' }]);
  t.same(
    events.filter((event) => event.startsWith('a')),
    ['a1 begins', 'a1 ends', 'a2 begins', 'a2 ends'],
  );
  t.ok(events.indexOf('b1 begins') < events.indexOf('a1 ends'));
});
