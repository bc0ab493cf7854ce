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
  start,
} from './fixtures/support.js';

const server = await useKafka(t);
if (server !== undefined) {
  const kafka = connectTo(server.brokers);
  const quick = { sessionTimeoutMs: 6_000, heartbeatIntervalMs: 300, maxWaitMs: 100 };
  const keyed = (count: number, partitions: number): { partition: number; key: string; value: string }[] =>
    Array.from({ length: count }, (_, i) => ({
      partition: i % partitions,
      key: String(i),
      value: `value ${String(i)}`,
    }));

  t.test(
    'a member that holds a batch gives way to a new one at once, and its acknowledgement is refused',
    async (t) => {
      const topic = await createTopic(kafka, 2);
      const groupId = uniqueName('g');
      await produce(kafka, topic, keyed(20, 2));
      const options = { kafka, topics: [topic], groupId, ...quick };
      const source = createKafkaSource(options);
      const first = start(source, () => new Promise(() => undefined));
      await first.received(20);
      const began = Date.now();
      const second = start(createKafkaSource(options));
      await second.received(10);
      t.ok(Date.now() - began < 5_000, 'long before the session of the first one ends');
      t.equal(first.revoked.flat().length, 2, 'all partitions are revoked, also the one that comes back');
      await t.rejects(async () => first.batches[0]?.ack(), { code: 'SJ_KAFKA_FENCED' });
      await first.received(30);
      t.equal(first.batches.at(-1)?.first, 0n, 'the one that came back is read again from its position');
      await Promise.all([source.close(), second.stop()]);
    },
  );

  t.test('revokes before it assigns, and hands over nothing before onAssigned is done', async (t) => {
    const topic = await createTopic(kafka, 2);
    const groupId = uniqueName('g');
    const events: string[] = [];
    const options = { kafka, topics: [topic], groupId, ...quick };
    await produce(kafka, topic, keyed(20, 2));
    const source = createKafkaSource(options);
    const stop = new AbortController();
    const running = source.run(
      {
        async onAssigned() {
          events.push('assigning');
          await delay(500);
          events.push('assigned');
        },
        async onRevoked() {
          events.push('revoking');
          await delay(500);
          events.push('revoked');
        },
        onBatch() {
          events.push('batch');
          return Promise.resolve();
        },
      },
      stop.signal,
    );
    while (!events.includes('batch')) await delay(50);
    const second = start(createKafkaSource(options));
    await second.received(10);
    while (events.filter((event) => event === 'assigned').length < 2 || events.at(-1) !== 'batch')
      await delay(50);
    stop.abort();
    await running;
    await Promise.all([source.close(), second.stop()]);
    const once = events.filter((event, i) => event !== 'batch' || events[i - 1] !== 'batch');
    t.same(once, ['assigning', 'assigned', 'batch', 'revoking', 'revoked', 'assigning', 'assigned', 'batch']);
  });

  t.test('members come and go: every message is delivered exactly once, in order', async (t) => {
    const partitions = 6;
    const count = 12_000;
    const topic = await createTopic(kafka, partitions);
    const output = await createTopic(kafka, 3);
    const groupId = uniqueName('g');
    await produce(kafka, topic, keyed(count, partitions));
    let delivered = 0;

    const join = () => {
      const source = createKafkaSource({
        kafka,
        topics: [topic],
        groupId,
        maxBytesPerPartition: 4_096,
        ...quick,
      });
      const target = createIdentityTarget(kafka, groupId, output);
      const stop = new AbortController();
      const pump = createPump(source, target, (messages) => (delivered += messages));
      const ended = source.run(pump, stop.signal);
      return async () => {
        stop.abort();
        await ended;
        await target.close();
        await source.close();
      };
    };

    const leaves = [join()];
    const until = async (share: number): Promise<void> => {
      while (delivered < count * share) await delay(20);
    };
    await until(0.1);
    leaves.push(join());
    await until(0.3);
    leaves.push(join());
    await until(0.5);
    await leaves.shift()?.();
    await until(0.7);
    leaves.push(join());
    await until(1);
    await Promise.all(leaves.map((leave) => leave()));

    const read = await readCommitted(kafka, output);
    t.equal(read.length, count);
    t.equal(new Set(read.map(({ key }) => key)).size, count);
    const last = new Map<number, number>();
    for (const { key } of read.sort((a, b) => Number(a.offset - b.offset))) {
      const input = Number(key) % partitions;
      if ((last.get(input) ?? -1) >= Number(key))
        t.fail(`partition ${String(input)} is out of order at ${String(key)}`);
      last.set(input, Number(key));
    }
  });
}
