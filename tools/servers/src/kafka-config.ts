import type { KafkaOptions } from './types.js';

/** The one account of the SASL listeners; it protects nothing. */
export const testAccount = { username: 'scrubjay', password: 'scrubjay-test' } as const;
export const keystorePassword = 'scrubjay-test';

export interface KafkaPorts {
  readonly controller: number;
  readonly plain: number;
  readonly sasl: number;
  readonly tls: number;
  readonly saslTls: number;
}

export interface KafkaConfigInput {
  readonly ports: KafkaPorts;
  readonly dataDir: string;
  readonly keystore: string;
  readonly options: KafkaOptions;
}

/** A server.properties with the broker's defaults, except for what a single node in KRaft mode must have. */
export function kafkaProperties({ ports, dataDir, keystore, options }: KafkaConfigInput): string {
  const sasl = options.sasl === true;
  const tls = options.tls === true;
  const listeners: (readonly [protocol: string, port: number])[] = [['PLAINTEXT', ports.plain]];
  if (sasl) listeners.push(['SASL_PLAINTEXT', ports.sasl]);
  if (tls) listeners.push(['SSL', ports.tls]);
  if (sasl && tls) listeners.push(['SASL_SSL', ports.saslTls]);
  const addresses = listeners.map(([name, port]) => `${name}://127.0.0.1:${String(port)}`).join(',');
  const controller = `127.0.0.1:${String(ports.controller)}`;

  const properties: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    listeners: `${addresses},CONTROLLER://${controller}`,
    'advertised.listeners': addresses,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': [
      'CONTROLLER:PLAINTEXT',
      ...listeners.map(([name]) => `${name}:${name}`),
    ].join(','),
    'controller.quorum.voters': `1@${controller}`,
    'log.dirs': dataDir,
    ...singleNode,
  };
  if (sasl)
    Object.assign(properties, saslProperties(tls ? ['sasl_plaintext', 'sasl_ssl'] : ['sasl_plaintext']));
  if (tls) {
    properties['ssl.keystore.type'] = 'PKCS12';
    properties['ssl.keystore.location'] = keystore;
    properties['ssl.keystore.password'] = keystorePassword;
  }
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Internal topics fit for one node, few partitions for a quick start, no wait for further members of a group. */
export const singleNode = {
  'auto.create.topics.enable': 'false',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'share.coordinator.state.topic.num.partitions': '1',
  'group.initial.rebalance.delay.ms': '0',
} as const;

function saslProperties(listeners: readonly string[]): Record<string, string> {
  const { username, password } = testAccount;
  const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule';
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule';
  const properties: Record<string, string> = {
    'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
  };
  for (const listener of listeners) {
    const prefix = `listener.name.${listener}`;
    properties[`${prefix}.plain.sasl.jaas.config`] = `${plain} required user_${username}="${password}";`;
    properties[`${prefix}.scram-sha-256.sasl.jaas.config`] = `${scram} required;`;
    properties[`${prefix}.scram-sha-512.sasl.jaas.config`] = `${scram} required;`;
  }
  return properties;
}
