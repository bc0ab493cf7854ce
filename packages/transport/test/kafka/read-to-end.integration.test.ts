import { uniqueName, useKafka } from '@scrubjay/testkit';
import t from 'tap';
import { createFencedWriter, type FencedWriter } from '../../src/kafka/fenced-writer.js';
import { fetchTopicEnds, readToEnd, type ReadToEndOptions } from '../../src/kafka/read-to-end.js';
import { committedOffset, connectTo, createTopic, produce } from './fixtures/support.js';

const server = await useKafka(t);
if (server !== undefined) {
  const kafka = connectTo(server.brokers);
  const read = async (
    topic: string,
    only?: ReadToEndOptions['only'],
    stopAfter = Infinity,
  ): Promise<string[]> => {
    const values: string[] = [];
    await readToEnd(kafka, {
      topic,
      groupId: uniqueName('reader'),
      ...(only === undefined ? {} : { only }),
      onMessages: async (partition, messages) => {
        values.push(...messages.map(({ offset, value }) => `${partition}/${offset} ${String(value)}`));
        return values.length < stopAfter;
      },
    });
    return values.sort();
  };
  const writer = (groupId: string, stream: string): FencedWriter =>
    createFencedWriter({ kafka, groupId, transactionTimeoutMs: 10_000 }, { stream, partition: 0 });

  t.test('reads all that is there, one partition from an offset, or until told to stop', async (t) => {
    const topic = await createTopic(kafka, 2);
    t.strictSame(await read(topic), [], 'nothing of an empty topic');
    const messages = ['a', 'b', 'c'].map((value) => ({ value, partition: 0 }));
    await produce(kafka, topic, [...messages, { value: 'd', partition: 1 }]);
    t.strictSame(await read(topic), ['0/0 a', '0/1 b', '0/2 c', '1/0 d']);
    t.strictSame(await read(topic, { partition: 0, from: 1n }), ['0/1 b', '0/2 c']);
    t.strictSame(await read(topic, { partition: 0, from: 9n }), []);
    t.ok((await read(topic, undefined, 1)).length >= 1);
    t.strictSame(await fetchTopicEnds(kafka, topic), [
      { partition: 0, low: 0n, end: 3n },
      { partition: 1, low: 0n, end: 1n },
    ]);
  });

  t.test('rejects as its reader does, and for a topic that is not there', async (t) => {
    const topic = await createTopic(kafka, 1);
    await produce(kafka, topic, [{ value: 'a', partition: 0 }]);
    const onMessages = async (): Promise<boolean> => {
      throw new Error('no');
    };
    await t.rejects(readToEnd(kafka, { topic, groupId: uniqueName('reader'), onMessages }), {
      code: 'SJ_INTERNAL',
    });
    await t.rejects(read(uniqueName('none')), { code: 'SJ_KAFKA_TOPIC_MISSING' });
  });

  t.test('of two writers for a partition only the later one commits, all or nothing', async (t) => {
    const [topic, input] = [await createTopic(kafka, 1), await createTopic(kafka, 1)];
    const groupId = uniqueName('group');
    const [first, second] = [writer(groupId, input), writer(groupId, input)];
    const message = (value: string): Parameters<FencedWriter['commit']>[0][number] => ({
      ...{ topic, partition: 0, key: Buffer.from('k'), value: Buffer.from(value), headers: { h: value } },
    });
    await first.fence();
    await first.commit([message('a'), { topic, partition: 0, value: null }], 5n);
    await second.fence();
    await t.rejects(first.commit([message('lost')], 6n), { code: 'SJ_KAFKA_FENCED' });
    await second.commit([message('b')], 7n);
    await Promise.all([first.close(), second.close()]);
    const values = (await read(topic)).map((line) => line.split(' ')[1]);
    t.strictSame(values, ['a', 'null', 'b'], 'with nothing of the one that was fenced');
    t.equal(await committedOffset(kafka, groupId, input), '7');
  });
}
