import { uniqueName, useKafka } from '@scrubjay/testkit';
import t from 'tap';
import { createKafka } from '../../src/kafka/connection.js';
import { fetchGroupPositions } from '../../src/kafka/group-positions.js';
import { connectTo, createTopic } from './fixtures/support.js';

const server = await useKafka(t);
if (server !== undefined) {
  const kafka = connectTo(server.brokers);

  t.test('tells what a group has committed, and nothing of partitions it never read', async (t) => {
    const topic = await createTopic(kafka, 2);
    const groupId = uniqueName('group');
    t.same([...(await fetchGroupPositions(kafka, groupId, [topic]))], []);
    const admin = kafka.newClient().admin();
    await admin.connect();
    await admin.setOffsets({ groupId, topic, partitions: [{ partition: 1, offset: '7' }] });
    await admin.disconnect();
    t.same([...(await fetchGroupPositions(kafka, groupId, [topic]))], [[`${topic}/1`, 7n]]);
  });
}

t.test('brokers that do not answer are an error', async (t) => {
  const timeouts = { connectionTimeoutMs: 300, requestTimeoutMs: 300 };
  const kafka = createKafka({ brokers: ['127.0.0.1:1'], clientId: 'test', ...timeouts });
  await t.rejects(fetchGroupPositions(kafka, 'g', ['x']), { code: 'SJ_KAFKA_UNREACHABLE' });
});
