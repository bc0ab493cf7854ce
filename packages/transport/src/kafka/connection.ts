import { readFileSync } from 'node:fs';
import { ScrubjayError, describeForeign } from '@scrubjay/errors';
import { registerCompressionCodecs } from './codecs/index.js';
import { Kafka, type KafkaConfig, type KafkaJs, type SASLOptions } from './kafkajs.js';
import { createLogCreator, type KafkaLogSink } from './log.js';
import { repairKafkaJs } from './repairs.js';

export interface KafkaTls {
  /** PEM files; their paths are named in errors, their contents never. */
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  /** Name that the brokers' certificate must carry, where it is not the host name connected to. */
  readonly serverName?: string;
}

export interface KafkaSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

export interface KafkaConnection {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly tls?: boolean | KafkaTls;
  readonly sasl?: KafkaSasl;
  readonly connectionTimeoutMs: number;
  readonly requestTimeoutMs: number;
}

/** Where to find a cluster. Every source, target and check opens clients of its own through it. */
export interface KafkaClients {
  readonly brokers: readonly string[];
  /**
   * A client of its own: kafkajs shares one cache of committed offsets among all consumers and producers of a client,
   * and a producer enters offsets there before their transaction commits. A consumer must never see those.
   * `retries`: how often one request is tried again, default 8 within about ten seconds.
   */
  newClient(retries?: number): KafkaJs;
}

function readPem(key: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ScrubjayError(
      'SJ_CONFIG_INVALID',
      `kafka.tls.${key}: ${path} cannot be read (${describeForeign(error)}).`,
      {
        cause: error,
      },
    );
  }
}

function tlsOptions(tls: boolean | KafkaTls): NonNullable<KafkaConfig['ssl']> {
  if (typeof tls === 'boolean') return tls;
  return {
    ...(tls.caFile === undefined ? {} : { ca: [readPem('caFile', tls.caFile)] }),
    ...(tls.certFile === undefined ? {} : { cert: readPem('certFile', tls.certFile) }),
    ...(tls.keyFile === undefined ? {} : { key: readPem('keyFile', tls.keyFile) }),
    ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
  };
}

function saslOptions({ mechanism, username, password }: KafkaSasl): SASLOptions {
  return { mechanism, username, password };
}

/**
 * Reads the PEM files (SJ_CONFIG_INVALID names the key and path of one that cannot be read), registers the compression
 * codecs and mends kafkajs (see repairs.ts). Connects to nothing yet.
 */
export function createKafka(connection: KafkaConnection, logSink?: KafkaLogSink): KafkaClients {
  repairKafkaJs();
  registerCompressionCodecs();
  const config: KafkaConfig = {
    brokers: [...connection.brokers],
    clientId: connection.clientId,
    connectionTimeout: connection.connectionTimeoutMs,
    requestTimeout: connection.requestTimeoutMs,
    logCreator: createLogCreator(logSink),
    ...(connection.tls === undefined ? {} : { ssl: tlsOptions(connection.tls) }),
    ...(connection.sasl === undefined ? {} : { sasl: saslOptions(connection.sasl) }),
  };
  return {
    brokers: [...connection.brokers],
    newClient: (retries = 8) =>
      new Kafka({ ...config, retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries } }),
  };
}
