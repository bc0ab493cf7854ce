import type { Delivery } from '@scrubjay/pipeline';
import { uniqueName, useKafka } from '@scrubjay/testkit';
import kafkajs, { type Producer } from 'kafkajs';
import t from 'tap';
import type { OutgoingMessage } from '../../src/kafka/outgoing.js';
import { createTransactionalTarget } from '../../src/kafka/target.js';
import { committedOffset, connectTo, createTopic, produce, readCommitted } from './fixtures/support.js';

const server = await useKafka(t);
if (server !== undefined) {
  const kafka = connectTo(server.brokers);
  const create = (groupId: string) =>
    createTransactionalTarget<OutgoingMessage>({
      kafka,
      groupId,
      encode: (message) => Promise.resolve(message),
    });

  /** A topic to read from, whose partition 0 holds messages, one to write to, and a group. */
  const prepare = async (): Promise<{ input: string; output: string; groupId: string }> => {
    const input = await createTopic(kafka, 1);
    await produce(
      kafka,
      input,
      Array.from({ length: 50 }, (_, i) => ({ partition: 0, value: String(i) })),
    );
    return { input, output: await createTopic(kafka, 1), groupId: uniqueName('g') };
  };

  const delivery = (
    input: string,
    first: number,
    next: number,
    outputs: OutgoingMessage[],
  ): Delivery<OutgoingMessage> => ({
    partition: { stream: input, partition: 0 },
    first: BigInt(first),
    next: BigInt(next),
    outputs,
  });

  const message = (topic: string, value: string): OutgoingMessage => ({ topic, value: Buffer.from(value) });
  const partition = (stream: string) => ({ stream, partition: 0 });

  /** What a former owner of the partition would hold. */
  const createZombie = async (groupId: string, input: string): Promise<Producer> => {
    const producer = kafka.newClient().producer({
      transactionalId: `${groupId}-${input}-0`,
      maxInFlightRequests: 1,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  };

  t.test('commits outputs and position together, also without outputs', async (t) => {
    const { input, output, groupId } = await prepare();
    const target = create(groupId);
    await target.onAssigned?.([partition(input)]);
    const receipt = await target.deliver(
      delivery(input, 0, 10, [message(output, 'a'), message(output, 'b')]),
    );
    await receipt.durable;
    t.equal(receipt.positionCommitted, true);
    t.equal(await committedOffset(kafka, groupId, input), '10');
    await target.deliver(delivery(input, 10, 20, []));
    t.equal(await committedOffset(kafka, groupId, input), '20');
    await target.close();
    t.same(
      (await readCommitted(kafka, output)).map(({ value }) => value),
      ['a', 'b'],
    );
  });

  t.test('keeps the order of outputs that need several requests', async (t) => {
    const { input, output, groupId } = await prepare();
    const target = create(groupId);
    await target.onAssigned?.([partition(input)]);
    const filler = 'x'.repeat(250_000);
    const values = Array.from({ length: 12 }, (_, i) => `${String(i)}-${filler}`);
    values[5] = `5-${'y'.repeat(2_000_000)}`;
    await target.deliver(
      delivery(
        input,
        0,
        10,
        values.map((value) => message(output, value)),
      ),
    );
    await target.close();
    const read = await readCommitted(kafka, output);
    t.ok(read.map(({ value }) => value).join() === values.join());
  });

  t.test('leaves nothing visible of a delivery that failed, and takes it again', async (t) => {
    const { input, output, groupId } = await prepare();
    const target = create(groupId);
    await target.onAssigned?.([partition(input)]);
    const lost = uniqueName('none');
    const bad = { ...message(lost, 'b'), partition: 0 };
    await t.rejects(target.deliver(delivery(input, 0, 10, [message(output, 'a'), bad])), {
      code: 'SJ_KAFKA_TOPIC_MISSING',
    });
    t.equal(await committedOffset(kafka, groupId, input), '-1');
    await target.deliver(delivery(input, 0, 10, [message(output, 'c')]));
    await target.close();
    t.same(
      (await readCommitted(kafka, output)).map(({ value }) => value),
      ['c'],
    );
  });

  t.test('a newer owner fences the older one, whose delivery leaves no trace', async (t) => {
    const { input, output, groupId } = await prepare();
    const former = create(groupId);
    await former.onAssigned?.([partition(input)]);
    await former.deliver(delivery(input, 0, 10, [message(output, 'a')]));
    const owner = create(groupId);
    await owner.onAssigned?.([partition(input)]);
    await t.rejects(former.deliver(delivery(input, 10, 20, [message(output, 'zombie')])), {
      code: 'SJ_KAFKA_FENCED',
    });
    await owner.deliver(delivery(input, 10, 20, [message(output, 'b')]));
    await t.rejects(former.deliver(delivery(input, 10, 20, [message(output, 'again')])), {
      code: 'SJ_KAFKA_FENCED',
    });
    await Promise.all([former.close(), owner.close()]);
    t.same(
      (await readCommitted(kafka, output)).map(({ value }) => value),
      ['a', 'b'],
    );
  });

  t.test('refuses what was already delivered, whoever did it', async (t) => {
    const { input, output, groupId } = await prepare();
    const target = create(groupId);
    await target.onAssigned?.([partition(input)]);
    await target.deliver(delivery(input, 0, 10, [message(output, 'a')]));
    await t.rejects(target.deliver(delivery(input, 0, 10, [message(output, 'a')])), {
      code: 'SJ_KAFKA_FENCED',
    });
    await target.close();
    t.equal((await readCommitted(kafka, output)).length, 1);
  });

  t.test('aborts what a former owner left open, and it cannot commit any more', async (t) => {
    const { input, output, groupId } = await prepare();
    const zombie = await createZombie(groupId, input);
    const open = await zombie.transaction();
    await open.sendOffsets({
      consumerGroupId: groupId,
      topics: [{ topic: input, partitions: [{ partition: 0, offset: '30' }] }],
    });
    await open.send({ topic: output, messages: [{ partition: 0, value: 'zombie' }] });

    const target = create(groupId);
    await target.onAssigned?.([partition(input)]);
    await t.rejects(open.commit());
    t.equal(await committedOffset(kafka, groupId, input), '-1');
    await target.deliver(delivery(input, 0, 10, [message(output, 'a')]));
    await Promise.all([zombie.disconnect(), target.close()]);
    t.same(
      (await readCommitted(kafka, output)).map(({ value }) => value),
      ['a'],
    );
  });

  t.test('takes a transaction that was committed unseen for what it is', async (t) => {
    const { input, output, groupId } = await prepare();
    const target = create(groupId);
    await target.onAssigned?.([partition(input)]);
    // The same end as a commit whose answer was lost: the producer failed, and the offset has moved on.
    await t.rejects(
      target.deliver(delivery(input, 0, 10, [{ ...message(uniqueName('none'), 'x'), partition: 0 }])),
    );
    const unseen = await createZombie(groupId, input);
    const transaction = await unseen.transaction();
    await transaction.sendOffsets({
      consumerGroupId: groupId,
      topics: [{ topic: input, partitions: [{ partition: 0, offset: '10' }] }],
    });
    await transaction.send({ topic: output, messages: [{ partition: 0, value: 'a' }] });
    await transaction.commit();

    t.match(await target.deliver(delivery(input, 0, 10, [message(output, 'a')])), {
      positionCommitted: true,
    });
    await target.deliver(delivery(input, 10, 20, [message(output, 'b')]));
    await Promise.all([unseen.disconnect(), target.close()]);
    t.same(
      (await readCommitted(kafka, output)).map(({ value }) => value),
      ['a', 'b'],
    );
  });

  t.test('a transaction that took too long is fenced, and the partition can be assigned anew', async (t) => {
    const { input, output, groupId } = await prepare();
    let isSlow = true;
    const target = createTransactionalTarget<OutgoingMessage>({
      kafka,
      groupId,
      transactionTimeoutMs: 1_000,
      encode: async (out) => {
        if (isSlow) await new Promise((resolve) => setTimeout(resolve, 10));
        return out;
      },
    });
    await target.onAssigned?.([partition(input)]);
    await target.deliver(delivery(input, 0, 10, [message(output, 'a')]));
    // The broker looks for overdue transactions every ten seconds, so the end is made by a second producer here.
    const other = await createZombie(groupId, input);
    await (await other.transaction()).abort();
    isSlow = false;
    await t.rejects(target.deliver(delivery(input, 10, 20, [message(output, 'b')])), {
      code: 'SJ_KAFKA_FENCED',
    });
    await target.onRevoked?.([partition(input)]);
    await target.onAssigned?.([partition(input)]);
    await target.deliver(delivery(input, 10, 20, [message(output, 'b')]));
    await Promise.all([other.disconnect(), target.close()]);
    t.same(
      (await readCommitted(kafka, output)).map(({ value }) => value),
      ['a', 'b'],
    );
  });

  t.test('commits nothing for a partition that was revoked or never assigned', async (t) => {
    const { input, output, groupId } = await prepare();
    const target = create(groupId);
    await t.rejects(target.deliver(delivery(input, 0, 10, [message(output, 'a')])), {
      code: 'SJ_KAFKA_FENCED',
    });
    await target.onAssigned?.([partition(input)]);
    const delivering = target.deliver(delivery(input, 0, 10, [message(output, 'a')]));
    await target.onRevoked?.([partition(input)]);
    await t.rejects(delivering, { code: 'SJ_KAFKA_FENCED' });
    await target.close();
    await t.rejects(target.deliver(delivery(input, 0, 10, [])), { code: 'SJ_STOPPED' });
    t.equal((await readCommitted(kafka, output)).length, 0);
    t.equal(await committedOffset(kafka, groupId, input), '-1');
  });
}
