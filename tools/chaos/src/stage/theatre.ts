import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { shippedRulesDir } from '@scrubjay/boot';
import { createWorld, type Sections, type World, type WorldOwner } from '@scrubjay/e2e';
import {
  isUnavailable,
  startAws,
  startKafkaCluster,
  type KafkaCluster,
  type Unavailable,
} from '@scrubjay/servers';
import { HttpProxy } from '../proxy/http-proxy.js';
import { TcpProxy } from '../proxy/tcp-proxy.js';
import { Random } from '../random.js';
import { Fleet } from './fleet.js';
import { Positions } from './positions.js';
import { RulesFolder } from './rules-folder.js';

/** By this name the services know everything outside of them: a name can be made to resolve no longer. */
export const hostName = 'localhost';
export const sessionTimeoutMs = 6_000;

/** All that a run takes place on. */
export interface Theatre {
  readonly kind: 'theatre';
  /** For the files of the run. */
  readonly folder: string;
  readonly world: World;
  readonly cluster: KafkaCluster;
  /** One in front of each broker, by index. */
  readonly tcp: readonly TcpProxy[];
  readonly http: HttpProxy;
  readonly fleet: Fleet;
  readonly positions: Positions;
  readonly rules: RulesFolder;
}

/** `eager`: many small transactions and flushes, so that a fault meets one under way. `default`: as they are shipped. */
export type Tuning = 'eager' | 'default';

export interface TheatreOptions {
  readonly brokers: number;
  readonly seed: number;
  /** Default: eager. */
  readonly tuning?: Tuning;
  readonly tell: (text: string) => void;
}

/** Starts the servers, the proxies and the world on them; the services do not run yet. */
export async function openTheatre(
  owner: WorldOwner,
  { brokers, seed, tuning = 'eager', tell }: TheatreOptions,
): Promise<Theatre | Unavailable> {
  const aws = await startAws();
  if (isUnavailable(aws)) return aws;
  owner.teardown(aws.stop);
  const http = new HttpProxy(aws.endpoint, new Random(seed));
  await http.listen();
  owner.teardown(() => http.close());
  const tcp = Array.from({ length: brokers }, () => new TcpProxy());
  await Promise.all(tcp.map((proxy) => proxy.listen()));
  owner.teardown(async () => {
    await Promise.all(tcp.map((proxy) => proxy.close()));
  });
  const advertised = tcp.map(({ port }) => `${hostName}:${String(port)}`);
  const cluster = await startKafkaCluster({ size: brokers, advertised });
  if (isUnavailable(cluster)) return cluster;
  owner.teardown(cluster.stop);
  cluster.nodes.forEach(({ behindProxy }, index) => tcp[index]?.forwardTo('127.0.0.1', behindProxy));

  const world = await createWorld(owner, { brokers: cluster.brokers, dataDir: undefined }, aws.endpoint);
  await world.createInput({}, brokers);
  const folder = owner.testdir();
  const rules = new RulesFolder(join(folder, 'rules'));
  await cp(shippedRulesDir(), rules.path, { recursive: true, dereference: true });
  const places: Places = { brokers: advertised, httpPort: http.port, rulesDir: rules.path };
  const sections = tuning === 'eager' ? eagerSections : defaultSections;
  const configFile = world.configFile(sections(world, places, brokers));
  const controls = join(folder, 'controls');
  await mkdir(controls, { recursive: true });
  const fleet = new Fleet({ world, configFile, folder: controls, tell });
  return {
    kind: 'theatre',
    folder,
    world,
    cluster,
    tcp,
    http,
    fleet,
    positions: new Positions(world),
    rules,
  };
}

/** Where the services find what is outside of them. */
interface Places {
  readonly brokers: readonly string[];
  readonly httpPort: number;
  readonly rulesDir: string;
}

/** Small frames, batches and time-outs: many transactions and flushes, so that a fault meets one under way. */
function eagerSections(world: World, places: Places, replicationFactor: number): Sections {
  const { kafka, keys, ingest, ...sections } = defaultSections(world, places, replicationFactor);
  return {
    ...sections,
    kafka: {
      ...kafka,
      sessionTimeoutMs,
      connectionTimeoutMs: 3_000,
      requestTimeoutMs: 10_000,
      transactionTimeoutMs: 10_000,
    },
    // A data key is used so briefly that each service asks KMS all the time.
    keys: { ...keys, cache: { maxAgeSeconds: 2 } },
    ingest: { ...ingest, maxFrameBytes: 16_384, batch: { maxBytes: 65_536 } },
    redactor: { reloadIntervalMs: 1_000, batch: { maxBytes: 65_536 } },
    sink: { batch: { maxBytes: 262_144, maxAgeMs: 1_000 } },
  };
}

/** Places only: whatever can be left to the defaults is. */
function defaultSections(
  world: World,
  { brokers, httpPort, rulesDir }: Places,
  replicationFactor: number,
): Sections {
  const endpoint = `http://${hostName}:${String(httpPort)}`;
  const { topics, groupPrefix, partitions } = world.config()['kafka'] as Record<string, unknown>;
  return {
    kafka: { brokers, topics, groupPrefix, partitions, replicationFactor, transactionTimeoutMs: undefined },
    keys: { endpoint },
    store: { endpoint },
    rules: { dir: rulesDir },
    ingest: { source: { kind: 'kafka', topics: [world.topics.input] } },
    sink: { batch: undefined },
  };
}
