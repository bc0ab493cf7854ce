import { uniqueName, useKafka } from '@scrubjay/testkit';
import kafkajs from 'kafkajs';
import t from 'tap';
import { createKafkaSource } from '../../src/kafka/source.js';
import { committedOffset, connectTo, createTopic, produce, start, valuesOf } from './fixtures/support.js';

const server = await useKafka(t);
if (server !== undefined) {
  const kafka = connectTo(server.brokers);
  const numbered = (count: number, partition = 0): { partition: number; value: string }[] =>
    Array.from({ length: count }, (_, i) => ({ partition, value: String(i) }));

  t.test('hands over every message of a partition in order, with its position', async (t) => {
    const topic = await createTopic(kafka, 1);
    await produce(kafka, topic, numbered(3000));
    const running = start(
      createKafkaSource({ kafka, topics: [topic], groupId: uniqueName('g'), maxBytesPerPartition: 16_384 }),
    );
    await running.received(3000);
    await running.stop();
    t.same(
      valuesOf(running.batches),
      numbered(3000).map(({ value }) => value),
    );
    let position = 0n;
    for (const { first, next, messages, lag } of running.batches) {
      t.equal(first, position);
      t.equal(next, first + BigInt(messages.length));
      t.equal(lag, 3000 - Number(next));
      position = next;
    }
    t.ok(running.batches.length > 1, 'more than one batch');
  });

  t.test('keeps keys, headers, times, empty values and tombstones apart', async (t) => {
    const topic = await createTopic(kafka, 1);
    await produce(kafka, topic, [
      { partition: 0, key: 'k', value: 'v', timestamp: '1700000000000', headers: { a: ['1', '2'] } },
      { partition: 0, key: 'k', value: '' },
      { partition: 0, key: 'k', value: null },
    ]);
    const running = start(createKafkaSource({ kafka, topics: [topic], groupId: uniqueName('g') }));
    await running.received(3);
    await running.stop();
    const messages = running.batches.flatMap((batch) => batch.messages);
    t.match(messages[0], { key: Buffer.from('k'), value: Buffer.from('v'), timestampMs: 1_700_000_000_000 });
    t.same({ ...messages[0]?.headers }, { a: '1,2' });
    t.same(messages[1]?.value, Buffer.alloc(0));
    t.equal(messages[2]?.value, null);
  });

  t.test('resumes after what was acknowledged and gives the rest again', async (t) => {
    const topic = await createTopic(kafka, 1);
    const groupId = uniqueName('g');
    await produce(kafka, topic, numbered(400));
    const options = { kafka, topics: [topic], groupId };
    const first = start(createKafkaSource(options));
    await first.received(400);
    await first.batches[0]?.ack();
    const acknowledged = Number(first.batches[0]?.next);
    await produce(kafka, topic, numbered(5));
    await first.received(405);
    await first.stop();
    t.equal(await committedOffset(kafka, groupId, topic), String(acknowledged));

    const second = start(createKafkaSource(options));
    await second.received(405 - acknowledged);
    await second.stop();
    t.equal(second.batches[0]?.first, BigInt(acknowledged));
  });

  t.test('can be acknowledged after run resolved, until it is closed', async (t) => {
    const topic = await createTopic(kafka, 1);
    const groupId = uniqueName('g');
    await produce(kafka, topic, numbered(10));
    const source = createKafkaSource({ kafka, topics: [topic], groupId });
    const stop = new AbortController();
    const acks: (() => Promise<void>)[] = [];
    await source.run(
      {
        onAssigned: () => Promise.resolve(),
        onRevoked: () => Promise.resolve(),
        onBatch: ({ ack }) => {
          acks.push(ack);
          stop.abort();
          return Promise.resolve();
        },
      },
      stop.signal,
    );
    await acks[0]?.();
    t.equal(await committedOffset(kafka, groupId, topic), '10');
    await source.close();
    await t.rejects(async () => acks[0]?.(), { code: 'SJ_KAFKA_FENCED' });
  });

  t.test('stops while busy: waits for the batch under way and hands over no other', async (t) => {
    const topic = await createTopic(kafka, 1);
    const groupId = uniqueName('g');
    await produce(kafka, topic, numbered(2000));
    let release: () => void = () => undefined;
    const running = start(
      createKafkaSource({ kafka, topics: [topic], groupId, maxBytesPerPartition: 4096 }),
      () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    );
    await running.received(1);
    const stopping = running.stop();
    const early = await Promise.race([
      stopping.then(() => true),
      new Promise((resolve) => setTimeout(resolve, 500, false)),
    ]);
    t.equal(early, false, 'still waiting');
    release();
    await stopping;
    t.equal(running.batches.length, 1);
    t.equal(await committedOffset(kafka, groupId, topic), '-1', 'nothing was committed');
  });

  t.test('a handler that rejects ends the run with its error', async (t) => {
    const topic = await createTopic(kafka, 1);
    await produce(kafka, topic, numbered(10));
    const source = createKafkaSource({ kafka, topics: [topic], groupId: uniqueName('g') });
    const running = start(source, () => Promise.reject(Object.assign(new Error('x'), { code: 'X' })));
    await t.rejects(running.ended, { code: 'SJ_INTERNAL' });
    await source.close();
  });

  t.test('a handler may hold a batch for longer than the session', async (t) => {
    const topic = await createTopic(kafka, 1);
    const groupId = uniqueName('g');
    await produce(kafka, topic, numbered(10));
    const running = start(
      createKafkaSource({
        kafka,
        topics: [topic],
        groupId,
        sessionTimeoutMs: 6_000,
        heartbeatIntervalMs: 500,
      }),
      () => new Promise((resolve) => setTimeout(resolve, 9_000)),
    );
    await running.received(10);
    await new Promise((resolve) => setTimeout(resolve, 9_500));
    await running.batches[0]?.ack();
    await running.stop();
    t.equal(running.assigned.length, 1, 'the group never took the partition away');
    t.equal(await committedOffset(kafka, groupId, topic), '10');
  });

  t.test('rewind reads again from the committed position and forgets the batch under way', async (t) => {
    const topic = await createTopic(kafka, 1);
    const groupId = uniqueName('g');
    await produce(kafka, topic, numbered(100));
    const source = createKafkaSource({ kafka, topics: [topic], groupId });
    let calls = 0;
    const running = start(source, () => (++calls === 1 ? new Promise(() => undefined) : Promise.resolve()));
    await running.received(100);
    await source.rewind?.([{ stream: topic, partition: 0 }]);
    await running.received(200);
    await running.stop();
    t.equal(running.assigned.length, 2);
    t.equal(running.batches[1]?.first, 0n);
    await t.rejects(async () => running.batches[0]?.ack(), { code: 'SJ_KAFKA_FENCED' });
    await source.rewind?.([{ stream: topic, partition: 0 }]);
  });

  t.test('begins at the end where it is told to', async (t) => {
    const topic = await createTopic(kafka, 1);
    await produce(kafka, topic, numbered(10));
    const running = start(
      createKafkaSource({ kafka, topics: [topic], groupId: uniqueName('g'), fromBeginning: false }),
    );
    while (running.assigned.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await produce(kafka, topic, [{ partition: 0, value: 'new' }]);
    await running.received(1);
    await running.stop();
    t.same(valuesOf(running.batches), ['new']);
  });

  t.test('goes on behind what retention deleted, and says so', async (t) => {
    const topic = await createTopic(kafka, 1);
    const groupId = uniqueName('g');
    await produce(kafka, topic, numbered(100));
    const missed: string[] = [];
    const options = {
      kafka,
      topics: [topic],
      groupId,
      onMissed: (_: unknown, from: bigint, to: bigint) => missed.push(`${String(from)}-${String(to)}`),
    };
    const first = start(createKafkaSource(options));
    await first.received(100);
    await first.batches[0]?.ack();
    await produce(kafka, topic, numbered(100));
    await first.stop();
    const admin = kafka.newClient().admin();
    await admin.connect();
    await admin.fetchTopicOffsets(topic); // kafkajs deletes nothing of a topic that it has not looked at
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '150' }] });
    await admin.disconnect();
    const second = start(createKafkaSource(options));
    await second.received(50);
    await second.stop();
    t.equal(second.batches[0]?.first, 150n);
    t.same(missed, [`${String(first.batches[0]?.next)}-150`]);
  });

  t.test('refuses a position beyond the end instead of guessing', async (t) => {
    const topic = await createTopic(kafka, 1);
    const groupId = uniqueName('g');
    await produce(kafka, topic, numbered(10));
    const admin = kafka.newClient().admin();
    await admin.connect();
    await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '5000' }] });
    await admin.disconnect();
    const source = createKafkaSource({ kafka, topics: [topic], groupId });
    await t.rejects(start(source).ended, { code: 'SJ_KAFKA_FAILED', message: /beyond its end/ });
    await source.close();
  });

  t.test('a topic that does not exist ends the run', async (t) => {
    const source = createKafkaSource({ kafka, topics: [uniqueName('none')], groupId: uniqueName('g') });
    await t.rejects(start(source).ended, { code: 'SJ_KAFKA_TOPIC_MISSING' });
    await source.close();
  });

  for (const [name, type] of Object.entries(kafkajs.CompressionTypes)) {
    if (typeof type !== 'number') continue;
    t.test(`reads record batches compressed as ${name}`, async (t) => {
      const topic = await createTopic(kafka, 1);
      await produce(kafka, topic, numbered(1500), type);
      const running = start(createKafkaSource({ kafka, topics: [topic], groupId: uniqueName('g') }));
      await running.received(1500);
      await running.stop();
      t.same(
        valuesOf(running.batches),
        numbered(1500).map(({ value }) => value),
      );
    });
  }
}
