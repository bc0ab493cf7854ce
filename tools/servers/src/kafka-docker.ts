import { dockerStartTimeoutMs, runContainer } from './docker.js';
import { isUnavailable, unavailable } from './find.js';
import { singleNode } from './kafka-config.js';
import { waitForKafka } from './kafka-ready.js';
import { freePorts } from './ports.js';
import type { KafkaOptions, KafkaServer, Unavailable } from './types.js';

/** The same version as in pom.xml and compose.yaml; a test holds the three together. */
export const kafkaImage = 'apache/kafka:4.4.0';

/** The image turns `KAFKA_A_B` into the property `a.b`. */
export function kafkaContainerArgs(port: number): string[] {
  const outside = `127.0.0.1:${String(port)}`;
  const properties: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    listeners: `PLAINTEXT://0.0.0.0:${String(port)},CONTROLLER://localhost:9093`,
    'advertised.listeners': `PLAINTEXT://${outside}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'controller.quorum.voters': '1@localhost:9093',
    ...singleNode,
  };
  const environment = Object.entries(properties).flatMap(([name, value]) => [
    '--env',
    `KAFKA_${name.toUpperCase().replaceAll('.', '_')}=${value}`,
  ]);
  return ['--publish', `${outside}:${String(port)}`, ...environment, kafkaImage];
}

export async function startDockerKafka(options: KafkaOptions): Promise<KafkaServer | Unavailable> {
  if (options.sasl === true || options.tls === true || options.logDir !== undefined) {
    return unavailable('Docker: SASL, TLS and logDir are offered by a local Kafka only');
  }
  const [port = 0] = await freePorts(1);
  const container = await runContainer('kafka', kafkaContainerArgs(port));
  if (isUnavailable(container)) return container;
  const brokers = [`127.0.0.1:${String(port)}`];
  if (!(await waitForKafka(brokers, dockerStartTimeoutMs, container.isRunning))) {
    await container.stop();
    return unavailable(`Docker: ${kafkaImage} did not start`);
  }
  return {
    kind: 'kafka',
    origin: 'docker',
    brokers,
    dataDir: undefined,
    sasl: undefined,
    tls: undefined,
    saslTls: undefined,
    stop: container.stop,
    kill: container.kill,
    restart: async () =>
      await Promise.reject(new Error('A Kafka in Docker cannot be restarted: it keeps no data.')),
  };
}
