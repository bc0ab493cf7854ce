import t from 'tap';
import { kafkaProperties } from '../src/kafka-config.js';

const input = {
  ports: { controller: 1, plain: 2, sasl: 3, tls: 4, saslTls: 5 },
  dataDir: '/data',
  keystore: '/key.p12',
};

t.test('a plain broker has one listener and the defaults of message sizes', async (t) => {
  const text = kafkaProperties({ ...input, options: {} });
  t.match(text, 'listeners=PLAINTEXT://127.0.0.1:2,CONTROLLER://127.0.0.1:1\n');
  t.match(text, 'auto.create.topics.enable=false\n');
  t.notMatch(text, /max\.bytes|sasl|ssl/i);
});

t.test('SASL and TLS add a listener each, and one for both', async (t) => {
  const text = kafkaProperties({ ...input, options: { sasl: true, tls: true } });
  t.match(text, 'SASL_PLAINTEXT://127.0.0.1:3,SSL://127.0.0.1:4,SASL_SSL://127.0.0.1:5');
  t.match(text, 'ssl.keystore.location=/key.p12\n');
  t.match(text, 'listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=');
  t.notMatch(kafkaProperties({ ...input, options: { tls: true } }), /sasl/i);
});
