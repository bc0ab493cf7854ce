import { setTimeout as delay } from 'node:timers/promises';
import { uniqueName, useKafkaCluster } from '@scrubjay/testkit';
import t from 'tap';
import type { KafkaClients } from '../../src/kafka/connection.js';
import { createTransactionalTarget } from '../../src/kafka/target.js';
import { connectTo, readCommitted } from './fixtures/support.js';

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
  // On the broker that stays, too: a partition without a leader keeps kafkajs from everything.
  const input = await createTopicOn(kafka, [stays]);
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
  const deliverNext = async (): Promise<boolean> => {
    const isDone = await deliver(BigInt(count));
    if (isDone) count += 1;
    return isDone;
  };
  while (count < 5) await deliverNext();
  const stopped = { isDone: false };
  const stopping = cluster.nodes[lost - 1]?.stop().then(() => (stopped.isDone = true));
  // However long it takes: some deliveries while the broker stops, and some without it.
  for (let after = 0; after < 5;) if ((await deliverNext()) && stopped.isDone) after += 1;
  await stopping;
  await target.close();
  await cluster.nodes[lost - 1]?.restart();
  t.comment(`${count} deliveries`);
  t.equal((await readCommitted(kafka, moving)).length, count, 'all are in the partition that moved');
  t.equal((await readCommitted(kafka, staying)).length, count, 'and in the one that stayed');
});
