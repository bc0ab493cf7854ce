import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createBucket,
  createHmacKeys,
  createKmsKeys,
  createSigningKey,
  testAwsAccess,
  uniqueName,
  useAws,
  ServiceProcess,
  useKafka,
  type FixtureTest,
  type KafkaServer,
} from '@scrubjay/testkit';
import type { KafkaClients, ObjectStore } from '@scrubjay/transport';
import type { Vault } from '@scrubjay/vault';
import { connectTo, withAdmin } from './kafka-io.js';
import { lagsOf, type Lag } from './lag.js';
import { isPassing } from './passing.js';
import { openBucket, openVault } from './store-io.js';

export const partitions = 6;
export const environment = 'e2e';
/** Credentials that moto takes, for processes and for the default chain of the SDK. */
export const awsEnvironment = {
  AWS_REGION: testAwsAccess.region,
  AWS_ACCESS_KEY_ID: testAwsAccess.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: testAwsAccess.credentials.secretAccessKey,
} as const;

/** Services that the samples name in their "service" field. */
const knownServices = ['cycle-api', 'appointments', 'billing', 'auth-gateway', 'notifications'];
const pollMs = 250;
export const services = ['ingest', 'redactor', 'sink'] as const;
export type Service = (typeof services)[number];

export interface Topics {
  readonly input: string;
  readonly raw: string;
  readonly scrubbed: string;
  readonly quarantine: string;
}

export interface Keys {
  readonly raw: string;
  readonly scrubbed: string;
  readonly quarantine: string;
  readonly pseudonym: string;
  readonly signing: string;
}

/** Sections of the configuration that a test has its own wishes for. */
export type Sections = Readonly<Record<string, object>>;

/** What a world needs of whoever runs it: a tap test is one. */
export interface WorldOwner extends FixtureTest {
  readonly testdir: () => string;
}

/** Where the world's Kafka is reached, and its log folder if that can be read. */
export type WorldKafka = Pick<KafkaServer, 'brokers' | 'dataDir'>;

/** Topics, groups, keys and a bucket of a test's own on real servers, and the services on them. */
export class World {
  readonly topics: Topics;
  readonly keys: Keys;
  readonly bucket: string;
  readonly endpoint: string;
  readonly brokers: readonly string[];
  readonly server: WorldKafka;
  readonly kafka: KafkaClients;
  readonly store: ObjectStore;
  readonly vault: Vault;
  readonly processes: ServiceProcess[] = [];
  readonly groupPrefix: string;
  readonly #folder: string;
  #files = 0;

  constructor(t: WorldOwner, server: WorldKafka, endpoint: string, name: string, keys: Keys) {
    this.#folder = t.testdir();
    this.server = server;
    this.brokers = server.brokers;
    this.endpoint = endpoint;
    this.keys = keys;
    this.groupPrefix = name;
    this.bucket = name;
    this.topics = {
      input: `${name}.app`,
      raw: `${name}.raw`,
      scrubbed: `${name}.scrubbed`,
      quarantine: `${name}.quarantine`,
    };
    this.kafka = connectTo(this.brokers);
    this.store = openBucket(endpoint, name);
    this.vault = openVault(endpoint, keys);
    t.teardown(async () => {
      await Promise.all(this.processes.filter((one) => one.isRunning).map((one) => one.kill()));
      this.vault.close();
      await this.store.close();
    });
  }

  /** The whole configuration as an object; sections given replace keys of those that stand here. */
  config(sections: Sections = {}): Record<string, object | string> {
    const { input, ...topics } = this.topics;
    const region = testAwsAccess.region;
    const base: Record<string, object> = {
      kafka: {
        brokers: this.brokers,
        topics,
        groupPrefix: this.groupPrefix,
        partitions,
        replicationFactor: 1,
        transactionTimeoutMs: 10_000,
      },
      keys: { provider: 'kms', region, endpoint: this.endpoint, ...this.keys },
      store: { kind: 's3', bucket: this.bucket, region, endpoint: this.endpoint, forcePathStyle: true },
      telemetry: { port: 0, logLevel: process.env['SCRUBJAY_E2E_LOGS'] === undefined ? 'info' : 'debug' },
      ingest: { source: { kind: 'kafka', topics: [input] }, knownServices },
      sink: { batch: { maxAgeMs: 1_000 } },
    };
    const merged = Object.entries(sections).map(
      ([name, section]) => [name, { ...base[name], ...section }] as const,
    );
    return { environment, ...base, ...Object.fromEntries(merged) };
  }

  /** Writes the configuration to a file; JSON is YAML. */
  configFile(sections: Sections = {}): string {
    const path = join(this.#folder, `scrubjay-${String((this.#files += 1))}.yaml`);
    writeFileSync(path, JSON.stringify(this.config(sections)));
    return path;
  }

  /** Starts a service and does not wait for it. */
  launch(
    service: Service | 'all',
    configFile: string,
    env: Readonly<Record<string, string>> = {},
  ): ServiceProcess {
    const child = new ServiceProcess(service, configFile, { ...awsEnvironment, ...env });
    this.processes.push(child);
    return child;
  }

  async start(service: Service, configFile: string): Promise<ServiceProcess> {
    return this.launch(service, configFile).running();
  }

  async startAll(configFile: string): Promise<Record<Service, ServiceProcess>> {
    const [ingest, redactor, sink] = await Promise.all(
      services.map((service) => this.start(service, configFile)),
    );
    if (ingest === undefined || redactor === undefined || sink === undefined) throw new Error('not started');
    return { ingest, redactor, sink };
  }

  async createInput(config: Readonly<Record<string, string>> = {}, replicationFactor = 1): Promise<void> {
    const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
    await withAdmin(this.kafka, (admin) =>
      admin.createTopics({
        waitForLeaders: true,
        topics: [{ topic: this.topics.input, numPartitions: partitions, replicationFactor, configEntries }],
      }),
    );
  }

  /** How far each service is behind its input. */
  async lags(): Promise<Record<Service, Lag>> {
    const { input, raw, scrubbed } = this.topics;
    // One after another: what the first has done is counted against the second.
    const [ingest, redactor, sink] = await lagsOf(this.kafka, [
      { groupId: `${this.groupPrefix}.ingest`, topic: input },
      { groupId: `${this.groupPrefix}.redactor`, topic: raw },
      { groupId: `${this.groupPrefix}.sink`, topic: scrubbed },
    ]);
    if (ingest === undefined || redactor === undefined || sink === undefined) throw new Error('no lags');
    return { ingest, redactor, sink };
  }

  /**
   * Waits until every service has dealt with all of its input; rejects when that takes longer than `limitMs`. A broker that cannot
   * say just now how far a group is, as it has only just started, is asked again.
   */
  async finished(limitMs: number): Promise<void> {
    const deadline = Date.now() + limitMs;
    for (;;) {
      const lags = await this.lags().catch((error: unknown) => {
        if (!isPassing(error)) throw error;
        return undefined;
      });
      if (lags !== undefined && services.every((service) => lags[service].isDone)) return;
      if (Date.now() > deadline) {
        const now = lags === undefined ? 'not known' : JSON.stringify(lags);
        throw new Error(`Not finished after ${String(limitMs)} ms: ${now}\n${this.log()}`);
      }
      await sleep(pollMs);
    }
  }

  /** The last lines that the services wrote, for a failed test. */
  log(): string {
    return this.processes
      .map(({ service, lines }) => `-- ${service}\n${lines.slice(-8).join('\n')}`)
      .join('\n');
  }
}

/** A world for this test; undefined where there are no servers: the test has been skipped with the reason. */
export async function useWorld(t: WorldOwner): Promise<World | undefined> {
  const server = await useKafka(t);
  if (server === undefined) return undefined;
  const aws = await useAws(t);
  if (aws === undefined) return undefined;
  return createWorld(t, server, aws.endpoint);
}

/** A world on these servers. */
export async function createWorld(t: WorldOwner, server: WorldKafka, endpoint: string): Promise<World> {
  const name = uniqueName('e2e');
  const symmetric = await createKmsKeys(endpoint, ['raw', 'scrubbed', 'quarantine']);
  const hmac = await createHmacKeys(endpoint, ['pseudonym']);
  await createBucket(endpoint, name);
  const signing = await createSigningKey(endpoint);
  const keyOf = (purpose: Exclude<keyof Keys, 'signing'>): string =>
    symmetric[purpose] ?? hmac[purpose] ?? '';
  const keys = {
    raw: keyOf('raw'),
    scrubbed: keyOf('scrubbed'),
    quarantine: keyOf('quarantine'),
    pseudonym: keyOf('pseudonym'),
    signing,
  };
  return new World(t, server, endpoint, name, keys);
}
