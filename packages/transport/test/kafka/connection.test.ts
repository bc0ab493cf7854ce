import { join } from 'node:path';
import t from 'tap';
import { createKafka } from '../../src/kafka/connection.js';

const connection = {
  brokers: ['127.0.0.1:9092'],
  clientId: 'test',
  connectionTimeoutMs: 1000,
  requestTimeoutMs: 1000,
};

t.test('names the key and the path of a PEM file that cannot be read', async (t) => {
  const caFile = join(t.testdir({}), 'ca.pem');
  t.throws(() => createKafka({ ...connection, tls: { caFile } }), {
    code: 'SJ_CONFIG_INVALID',
    message: `kafka.tls.caFile: ${caFile} cannot be read (ENOENT).`,
  });
});

t.test('every client is another one, because kafkajs shares committed offsets within a client', async (t) => {
  const kafka = createKafka({ ...connection, tls: true });
  t.not(kafka.newClient(), kafka.newClient());
});
