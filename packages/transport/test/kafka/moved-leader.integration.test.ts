import { setTimeout as delay } from 'node:timers/promises';
import { uniqueName, useKafkaCluster } from '@scrubjay/testkit';
import t from 'tap';
import type { KafkaClients } from '../../src/kafka/connection.js';
import { createTransactionalTarget } from '../../src/kafka/target.js';
import { connectTo, createTopic, readCommitted } from './fixtures/support.js';

/** A topic of one partition whose replicas are on these brokers, led by the first of them while it lives. */
async function createTopicOn(kafka: KafkaClients, replicas: number[]): Promise<string> {
  const topic = uniqueName('topic');
  const admin = kafka.newClient().admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: [
      {
        topic,
        replicaAssignment: [{ partition: 0, replicas }],
        configEntries: [{ name: 'min.insync.replicas', value: '1' }],
      },
    ],
  });
  await admin.disconnect();
  return topic;
}

t.test('no output is lost when its partition moves to a broker that has answered already', async (t) => {
  const cluster = await useKafkaCluster(t, { size: 3, advertised: [] });
  if (cluster === undefined) return;
  const kafka = connectTo(cluster.brokers);
  const [lost, stays] = [1, 2] as const;
  const input = await createTopic(kafka, 1);
  const moving = await createTopicOn(kafka, [lost, stays]);
  const staying = await createTopicOn(kafka, [stays]);
  const target = createTransactionalTarget<string>({
    kafka,
    groupId: uniqueName('g'),
    encode: (topic) => Promise.resolve({ topic, partition: 0, value: Buffer.from('x') }),
  });
  const partition = { stream: input, partition: 0 };
  await target.onAssigned?.([partition]);
  const deliver = (at: bigint): Promise<boolean> =>
    target.deliver({ partition, first: at, next: at + 1n, outputs: [moving, staying] }).then(
      () => true,
      () => delay(100, false),
    );

  let count = 0;
  const stop = new AbortController();
  const stopped = delay(1_000)
    .then(() => cluster.nodes[lost - 1]?.stop())
    .then(() => delay(2_000))
    .then(() => stop.abort());
  while (!stop.signal.aborted) if (await deliver(BigInt(count))) count += 1;
  await stopped;
  await target.close();
  await cluster.nodes[lost - 1]?.restart();
  t.ok(count > 10, `${count} deliveries`);
  t.equal((await readCommitted(kafka, moving)).length, count, 'all are in the partition that moved');
  t.equal((await readCommitted(kafka, staying)).length, count, 'and in the one that stayed');
});
