import { setTimeout as delay } from 'node:timers/promises';
import { uniqueName, useKafka } from '@scrubjay/testkit';
import kafkajs, { type Producer } from 'kafkajs';
import t from 'tap';
import {
  connectTo,
  committedOffset,
  createTopic,
  fetchOffset,
  produce,
  readCommitted,
} from './fixtures/support.js';

const server = await useKafka(t);
if (server !== undefined) {
  const kafka = connectTo(server.brokers);
  const client = kafka.newClient();

  const createProducer = async (): Promise<Producer> => {
    const producer = client.producer({
      transactionalId: uniqueName('tx'),
      maxInFlightRequests: 1,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  };

  t.test('hides two aborted transactions that overlap, whichever ended first', async (t) => {
    const topic = await createTopic(kafka, 1);
    const [one, two] = await Promise.all([createProducer(), createProducer()]);
    const first = await one.transaction();
    await first.send({ topic, messages: [{ partition: 0, value: 'aborted by one' }] });
    const second = await two.transaction();
    await second.send({ topic, messages: [{ partition: 0, value: 'aborted by two' }] });
    await second.abort();
    await delay(1_000); // until its marker is written, which nobody can see while the first one is open
    await first.abort();
    await produce(kafka, topic, [{ partition: 0, value: 'plain' }]);
    await Promise.all([one.disconnect(), two.disconnect()]);
    t.same(
      (await readCommitted(kafka, topic, 5)).map(({ value }) => value),
      ['plain'],
    );
  });

  t.test('hides an aborted message whose key looks like an abort marker', async (t) => {
    const topic = await createTopic(kafka, 1);
    const producer = await createProducer();
    const transaction = await producer.transaction();
    const key = Buffer.from([0, 0, 0, 0]);
    await transaction.send({
      topic,
      messages: [
        { partition: 0, key, value: 'a' },
        { partition: 0, key, value: 'b' },
      ],
    });
    await transaction.abort();
    await produce(kafka, topic, [{ partition: 0, value: 'plain' }]);
    await producer.disconnect();
    t.same(
      (await readCommitted(kafka, topic, 4)).map(({ value }) => value),
      ['plain'],
    );
  });

  t.test('gives no committed offset while a transaction on it is open', async (t) => {
    const topic = await createTopic(kafka, 1);
    const groupId = uniqueName('g');
    const producer = await createProducer();
    const transaction = await producer.transaction();
    await transaction.sendOffsets({
      consumerGroupId: groupId,
      topics: [{ topic, partitions: [{ partition: 0, offset: '7' }] }],
    });
    const unstable: unknown = await fetchOffset(kafka, groupId, topic).catch((error: unknown) => error);
    t.match(unstable, { type: 'UNSTABLE_OFFSET_COMMIT', retriable: true });
    await transaction.commit();
    await producer.disconnect();
    t.equal(await committedOffset(kafka, groupId, topic), '7');
  });
}
