import { firstAvailable, unavailable } from './find.js';
import { startDockerKafka } from './kafka-docker.js';
import { startLocalKafka } from './kafka-local.js';
import { waitForKafka } from './kafka-ready.js';
import type { KafkaOptions, KafkaServer, Unavailable } from './types.js';

const sharedTimeoutMs = 3_000;

/**
 * Gives a Kafka that answers requests: the shared one that `SCRUBJAY_TEST_KAFKA=host:port[,…]` names (its log folder in
 * `SCRUBJAY_TEST_KAFKA_DATA`), else a new one from the local Java, else from Docker. Never throws for want of one. A named
 * broker that does not answer is not replaced by another.
 */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaServer | Unavailable> {
  const shared = process.env['SCRUBJAY_TEST_KAFKA'] ?? '';
  if (shared !== '' && !needsOwn(options)) return await joinShared(shared);
  return await firstAvailable([
    async () => await startLocalKafka(options),
    async () => await startDockerKafka(options),
  ]);
}

function needsOwn(options: KafkaOptions): boolean {
  return (
    options.exclusive === true ||
    options.sasl === true ||
    options.tls === true ||
    options.logDir !== undefined
  );
}

async function joinShared(addresses: string): Promise<KafkaServer | Unavailable> {
  const brokers = addresses
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  if (brokers.length === 0 || !(await waitForKafka(brokers, sharedTimeoutMs))) {
    return unavailable(`SCRUBJAY_TEST_KAFKA names ${addresses}, and no Kafka answers there`);
  }
  const refuse = async (): Promise<never> =>
    await Promise.reject(new Error('This Kafka is shared; ask for an exclusive one to kill or restart it.'));
  return {
    kind: 'kafka',
    origin: 'environment',
    brokers,
    dataDir: process.env['SCRUBJAY_TEST_KAFKA_DATA'],
    sasl: undefined,
    tls: undefined,
    saslTls: undefined,
    stop: async () => {
      await Promise.resolve();
    },
    kill: refuse,
    restart: refuse,
  };
}
