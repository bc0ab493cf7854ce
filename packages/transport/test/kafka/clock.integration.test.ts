import { setTimeout as delay } from 'node:timers/promises';
import { uniqueName, useKafka } from '@scrubjay/testkit';
import t from 'tap';
import { createKafkaSource } from '../../src/kafka/source.js';
import { connectTo, createTopic, produce, start } from './fixtures/support.js';

const hourMs = 3_600_000;
const sessionTimeoutMs = 6_000;

t.test('a clock that is set back does not silence the heart: the member stays in its group', async (t) => {
  const server = await useKafka(t);
  if (server === undefined) return;
  const kafka = connectTo(server.brokers);
  const topic = await createTopic(kafka, 1);
  const groupId = uniqueName('g');
  const source = createKafkaSource({
    kafka,
    topics: [topic],
    groupId,
    sessionTimeoutMs,
    heartbeatIntervalMs: 1_000,
  });
  const running = start(source);
  t.teardown(() => running.stop());
  await produce(kafka, topic, [{ value: 'before' }]);
  await running.received(1);

  const rightNow = Date.now;
  t.intercept(Date, 'now', { value: () => rightNow() - hourMs });
  await delay(sessionTimeoutMs * 1.7);
  await produce(kafka, topic, [{ value: 'after' }]);
  await running.received(2);
  await t.resolves(async () => running.batches.at(-1)?.ack(), 'it may still commit');
  t.equal(running.assigned.length, 1, 'without a rebalance');
});
