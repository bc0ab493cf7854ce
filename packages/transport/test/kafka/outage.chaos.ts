import { setTimeout as delay } from 'node:timers/promises';
import { uniqueName, useKafka } from '@scrubjay/testkit';
import t from 'tap';
import { createKafkaSource } from '../../src/kafka/source.js';
import {
  connectTo,
  createIdentityTarget,
  createPump,
  createTopic,
  produce,
  readCommitted,
} from './fixtures/support.js';

t.test(
  'goes on by itself after the broker was killed and came back, without loss or repetition',
  async (t) => {
    const server = await useKafka(t, { exclusive: true });
    if (server === undefined) return;
    if (server.origin !== 'toolchain') {
      t.comment(`A Kafka from ${server.origin} cannot be started again.`);
      return;
    }
    const kafka = connectTo(server.brokers);
    const count = 6_000;
    const topic = await createTopic(kafka, 3);
    const output = await createTopic(kafka, 2);
    const groupId = uniqueName('g');
    await produce(
      kafka,
      topic,
      Array.from({ length: count }, (_, i) => ({ partition: i % 3, key: String(i), value: 'x'.repeat(50) })),
    );

    const connected: boolean[] = [];
    let delivered = 0;
    const source = createKafkaSource({
      kafka,
      topics: [topic],
      groupId,
      maxBytesPerPartition: 4_096,
      sessionTimeoutMs: 6_000,
      heartbeatIntervalMs: 500,
      onConnected: (isConnected) => connected.push(isConnected),
    });
    const target = createIdentityTarget(kafka, groupId, output);
    const stop = new AbortController();
    const ended = source.run(
      createPump(source, target, (messages) => (delivered += messages)),
      stop.signal,
    );
    ended.catch((error: unknown) => t.fail(String(error)));

    while (delivered < count / 4) await delay(5);
    await server.kill();
    await delay(10_000);
    await server.restart();
    while (delivered < count) await delay(50);
    stop.abort();
    await ended;
    await target.close();
    await source.close();

    const read = await readCommitted(kafka, output);
    t.equal(read.length, count);
    t.equal(new Set(read.map(({ key }) => key)).size, count);
    t.equal(connected[0], true);
    t.equal(connected.at(-1), true);
  },
);
