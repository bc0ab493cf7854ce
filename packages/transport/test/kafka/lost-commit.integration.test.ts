import { uniqueName, useKafka } from '@scrubjay/testkit';
import kafkajs from 'kafkajs';
import t from 'tap';
import type { KafkaClients } from '../../src/kafka/connection.js';
import { createTransactionalTarget } from '../../src/kafka/target.js';
import { connectTo, createTopic, readCommitted } from './fixtures/support.js';

interface Faults {
  /** The next commit is done, and its answer lost. */
  loseAnswer: boolean;
  /** The next look at the committed offsets comes too early. */
  isUnstable: boolean;
}

/** The same clients, whose connections fail at two moments that cannot be met from outside. */
function failing(kafka: KafkaClients, faults: Faults): KafkaClients {
  const newClient: KafkaClients['newClient'] = (retries) => {
    const client = kafka.newClient(retries);
    const producer: typeof client.producer = (config) => {
      const made = client.producer(config);
      return {
        ...made,
        transaction: async () => {
          const transaction = await made.transaction();
          const commit = async (): Promise<void> => {
            await transaction.commit();
            if (!faults.loseAnswer) return;
            faults.loseAnswer = false;
            throw new kafkajs.KafkaJSConnectionError('Connection error: the answer is lost');
          };
          return { ...transaction, commit };
        },
      };
    };
    const admin: typeof client.admin = (config) => {
      const made = client.admin(config);
      const fetchOffsets: typeof made.fetchOffsets = async (options) => {
        if (!faults.isUnstable) return made.fetchOffsets(options);
        faults.isUnstable = false;
        const what = { type: 'UNSTABLE_OFFSET_COMMIT', code: 88, retriable: true };
        throw new kafkajs.KafkaJSProtocolError(Object.assign(new Error('Not yet'), what));
      };
      return { ...made, fetchOffsets };
    };
    return Object.assign(Object.create(client) as typeof client, { producer, admin });
  };
  return { brokers: kafka.brokers, newClient };
}

t.test(
  'a delivery whose commit took place is not repeated, though its position could not be read at once',
  async (t) => {
    const server = await useKafka(t);
    if (server === undefined) return;
    const kafka = connectTo(server.brokers);
    const input = await createTopic(kafka, 1);
    const output = await createTopic(kafka, 1);
    const faults: Faults = { loseAnswer: false, isUnstable: false };
    const target = createTransactionalTarget<string>({
      kafka: failing(kafka, faults),
      groupId: uniqueName('g'),
      encode: (text) => Promise.resolve({ topic: output, value: Buffer.from(text) }),
    });
    t.teardown(() => target.close());
    const partition = { stream: input, partition: 0 };
    await target.onAssigned?.([partition]);
    const deliver = (): Promise<unknown> =>
      target.deliver({ partition, first: 0n, next: 1n, outputs: ['once'] });

    faults.loseAnswer = true;
    await t.rejects(deliver(), { code: 'SJ_KAFKA_UNREACHABLE' });
    faults.isUnstable = true;
    await t.rejects(deliver(), { code: 'SJ_KAFKA_FAILED' });
    await deliver();
    t.same([faults.loseAnswer, faults.isUnstable], [false, false], 'both came to pass');
    await target.deliver({ partition, first: 1n, next: 2n, outputs: ['next'] });
    t.same(
      (await readCommitted(kafka, output)).map(({ value }) => value),
      ['once', 'next'],
    );
  },
);
