import { setTimeout as delay } from 'node:timers/promises';
import { useKafka } from '@scrubjay/testkit';
import t from 'tap';
import { connectTo } from './fixtures/support.js';

t.test('a connection that nothing is asked of leaves the process alone', async (t) => {
  const server = await useKafka(t);
  if (server === undefined) return;
  const admin = connectTo(server.brokers).newClient().admin();
  await admin.connect();
  t.teardown(() => admin.disconnect());
  await admin.describeCluster();
  t.intercept(globalThis, 'setTimeout', { value: countingTimeout(setTimeout) });
  await delay(1_000);
  t.ok(count < 20, `${count} timers were set in a second`);
});

let count = 0;

function countingTimeout(original: typeof setTimeout): typeof setTimeout {
  const counting = (...args: Parameters<typeof setTimeout>): NodeJS.Timeout => {
    count += 1;
    return original(...args);
  };
  return Object.assign(counting, original);
}
