import { setTimeout as delay } from 'node:timers/promises';
import { useKafkaCluster } from '@scrubjay/testkit';
import t from 'tap';
import { connectTo } from './fixtures/support.js';
import { startCuttingProxy } from './fixtures/cutting-proxy.js';

/** Less than a request may take: who waits for one that cannot be answered is late. */
const limitMs = 8_000;

t.test('a client goes on after a connection was cut in the middle of a response', async (t) => {
  const proxy = await startCuttingProxy();
  t.teardown(() => proxy.close());
  const cluster = await useKafkaCluster(t, { size: 1, advertised: [proxy.address] });
  if (cluster === undefined) return;
  proxy.forwardTo(cluster.nodes[0]?.behindProxy ?? 0);
  const admin = connectTo([proxy.address]).newClient().admin();
  await admin.connect();
  t.teardown(() => admin.disconnect());
  await admin.describeCluster();

  for (let round = 1; round <= 3; round += 1) {
    const isCut = proxy.cutNextResponse();
    const asked = admin.describeCluster().catch(() => undefined);
    await isCut;
    await asked;
    const begun = performance.now();
    let brokers = 0;
    while (brokers === 0 && performance.now() - begun < limitMs) {
      const again = admin.describeCluster().catch(() => undefined);
      brokers = (await Promise.race([again, delay(limitMs)]))?.brokers.length ?? 0;
    }
    t.equal(
      brokers,
      1,
      `it is answered after cut ${round}, ${(performance.now() - begun).toFixed(0)} ms later`,
    );
  }
});
