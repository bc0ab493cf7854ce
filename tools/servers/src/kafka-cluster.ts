import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable } from './find.js';
import type { GuardedProcess } from './guarded-process.js';
import { nodeProperties, type NodePorts } from './kafka-cluster-config.js';
import { findKafkaToolchain, type KafkaToolchain } from './kafka-jars.js';
import { formatStorage, runNode, type KafkaNodeFiles } from './kafka-jvm.js';
import { fetchQuorumLeader, type QuorumLeader } from './kafka-quorum.js';
import { waitForKafka } from './kafka-ready.js';
import { makeTempDir } from './paths.js';
import { freePorts } from './ports.js';
import type { Unavailable } from './types.js';

const startTimeoutMs = 120_000;
const attempts = 3;
const heapMb = 384;

/** One broker of a cluster, which is a controller too. */
export interface KafkaNode {
  readonly id: number;
  /** Where it is reached directly: by its fellows, and by who sets the test up. */
  readonly address: string;
  /** Port of the listener whose clients are sent to the advertised address. */
  readonly behindProxy: number;
  readonly dataDir: string;
  readonly isRunning: () => boolean;
  /** Ends it as a crash would; its data stay. */
  readonly kill: () => Promise<void>;
  /** Ends it in good order: its partitions are given to others first. */
  readonly stop: () => Promise<void>;
  /** Starts it again with the same data, and waits until it answers. */
  readonly restart: () => Promise<void>;
}

/** Some Kafka nodes on this machine, each a process of its own. */
export interface KafkaCluster {
  readonly kind: 'kafka-cluster';
  readonly nodes: readonly KafkaNode[];
  /** Direct addresses of all of them. */
  readonly brokers: readonly string[];
  /** The active controller, as a living broker knows it; rejects where none answers. */
  readonly controller: () => Promise<QuorumLeader>;
  /** Ends all and removes their files. */
  readonly stop: () => Promise<void>;
}

export interface ClusterOptions {
  /** Nodes, 3 unless told. */
  readonly size?: number;
  /** `host:port` at which clients reach each node, by index: of proxies in front of {@link KafkaNode.behindProxy}. */
  readonly advertised: readonly string[];
}

/** Starts a cluster in KRaft mode from the local Java. Never throws for want of one. */
export async function startKafkaCluster(options: ClusterOptions): Promise<KafkaCluster | Unavailable> {
  const toolchain = await findKafkaToolchain();
  if (toolchain.kind === 'unavailable') return toolchain;
  let logFile = '';
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const tempDir = await makeTempDir('kafka-cluster');
    const nodes = await prepareNodes(toolchain, tempDir, options);
    logFile = nodes[0]?.files.logFile ?? '';
    const formatted = await Promise.all(nodes.map(({ files }) => formatStorage(files)));
    if (formatted.includes(false)) break;
    nodes.forEach((node) => node.launch());
    const ready = await Promise.all(nodes.map((node) => node.answers()));
    if (!ready.includes(false)) return describeCluster(nodes, tempDir);
    await Promise.all(nodes.map((node) => node.kill()));
    const logs = await Promise.all(nodes.map(({ files }) => readFile(files.logFile, 'utf8')));
    if (!/already in use|Failed to bind/i.test(logs.join('')) || attempt === attempts) break;
    await rm(tempDir, { recursive: true, force: true });
  }
  return unavailable(`local Kafka: the cluster did not start, see ${logFile}`);
}

async function prepareNodes(
  toolchain: KafkaToolchain,
  tempDir: string,
  { size = 3, advertised }: ClusterOptions,
): Promise<LocalNode[]> {
  const free = await freePorts(size * 3);
  const ports = Array.from({ length: size }, (_, index): NodePorts => {
    const [controller = 0, plain = 0, behindProxy = 0] = free.slice(index * 3);
    return { controller, plain, behindProxy };
  });
  return await Promise.all(
    ports.map(async (own, index) => {
      const id = index + 1;
      const folder = join(tempDir, `node-${String(id)}`);
      const dataDir = join(folder, 'data');
      await mkdir(dataDir, { recursive: true });
      const properties = join(folder, 'server.properties');
      const config = { id, ports, dataDir, advertised: advertised[index] ?? local(own.behindProxy) };
      await writeFile(properties, nodeProperties(config));
      const logFile = join(folder, 'server.log');
      return new LocalNode(id, own, dataDir, { toolchain, properties, logFile, tempDir: folder, heapMb });
    }),
  );
}

class LocalNode implements KafkaNode {
  readonly id: number;
  readonly address: string;
  readonly behindProxy: number;
  readonly dataDir: string;
  readonly files: KafkaNodeFiles;
  #child: GuardedProcess | undefined;

  constructor(id: number, ports: NodePorts, dataDir: string, files: KafkaNodeFiles) {
    this.id = id;
    this.address = local(ports.plain);
    this.behindProxy = ports.behindProxy;
    this.dataDir = dataDir;
    this.files = files;
  }

  readonly isRunning = (): boolean => this.#child?.isRunning === true;

  launch(): void {
    this.#child = runNode(this.files);
  }

  async answers(): Promise<boolean> {
    return await waitForKafka([this.address], startTimeoutMs, this.isRunning);
  }

  readonly kill = async (): Promise<void> => {
    await this.#child?.kill();
  };

  readonly stop = async (): Promise<void> => {
    await this.#child?.stop();
  };

  readonly restart = async (): Promise<void> => {
    await this.kill();
    this.launch();
    // It may answer before it is unfenced, and alone it cannot: others may still be down.
    const deadline = Date.now() + startTimeoutMs;
    while (this.isRunning() && Date.now() < deadline) {
      if (await listens(this.address)) return;
      await sleep(100);
    }
    throw new Error(`Broker ${String(this.id)} did not start again, see ${this.files.logFile}.`);
  };
}

async function listens(address: string): Promise<boolean> {
  const [host = '', port = ''] = address.split(':');
  return await fetchQuorumLeader(host, Number(port)).then(
    () => true,
    () => false,
  );
}

function describeCluster(nodes: readonly LocalNode[], tempDir: string): KafkaCluster {
  return {
    kind: 'kafka-cluster',
    nodes,
    brokers: nodes.map(({ address }) => address),
    controller: async () => {
      for (const node of nodes.filter((one) => one.isRunning())) {
        const [host = '', port = ''] = node.address.split(':');
        const leader = await fetchQuorumLeader(host, Number(port)).catch(() => undefined);
        if (leader !== undefined && leader.nodeId > 0) return leader;
      }
      throw new Error('No broker knows an active controller.');
    },
    stop: async () => {
      await Promise.all(nodes.map((node) => node.kill()));
      await rm(tempDir, { recursive: true, force: true });
    },
  };
}

function local(port: number): string {
  return `127.0.0.1:${String(port)}`;
}
