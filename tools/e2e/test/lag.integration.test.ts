import { uniqueName, useKafka } from '@scrubjay/testkit';
import t from 'tap';
import { connectTo, withAdmin, withProducer } from '../src/kafka-io.js';
import { lagsOf } from '../src/lag.js';

t.setTimeout(120_000);

t.test('a group is done with a topic when nothing is there for it, and nothing may yet come', async (t) => {
  const server = await useKafka(t);
  if (server === undefined) return;
  const kafka = connectTo(server.brokers);
  const topic = uniqueName('lag');
  const groupId = uniqueName('group');
  await withAdmin(kafka, (admin) =>
    admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 2, replicationFactor: 1 }] }),
  );
  const producer = kafka.newClient().producer({ transactionalId: groupId, maxInFlightRequests: 1 });
  await producer.connect();
  t.teardown(() => producer.disconnect());
  const send = (value: string) => ({ topic, messages: [{ value, partition: 0 }] });
  const commit = (offset: string) =>
    withAdmin(kafka, (admin) => admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset }] }));
  const lag = async () => (await lagsOf(kafka, [{ groupId, topic }]))[0];
  const settled = async (isDone: boolean) => {
    // The marker is written after the producer has its answer.
    for (let tries = 0; tries < 50 && (await lag())?.isDone !== isDone; tries += 1);
    return lag();
  };

  t.same(await lag(), { total: 0, isDone: true }, 'an empty topic');
  const open = await producer.transaction();
  await open.send(send('one'));
  t.same(await lag(), { total: 0, isDone: false }, 'a transaction is open');
  await commit('1');
  t.same(await lag(), { total: 0, isDone: false }, 'still open, though the position is at the end');
  await open.commit();
  t.same(await settled(true), { total: 1, isDone: true }, 'only its marker is left');
  const aborted = await producer.transaction();
  await aborted.send(send('two'));
  await aborted.abort();
  t.same(await settled(true), { total: 3, isDone: true }, 'what was aborted is for nobody');
  await commit('4');
  await withProducer(kafka, (plain) => plain.send(send('three')));
  t.same(await lag(), { total: 1, isDone: false }, 'a message alone is told from a marker');
  await commit('5');
  t.same(await lag(), { total: 0, isDone: true });
});
