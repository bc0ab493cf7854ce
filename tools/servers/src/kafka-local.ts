import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from './command.js';
import { unavailable } from './find.js';
import type { GuardedProcess } from './guarded-process.js';
import { kafkaProperties, keystorePassword, testAccount, type KafkaPorts } from './kafka-config.js';
import { findKafkaToolchain, type KafkaToolchain } from './kafka-jars.js';
import { formatStorage, runNode, type KafkaNodeFiles } from './kafka-jvm.js';
import { waitForKafka } from './kafka-ready.js';
import { makeTempDir } from './paths.js';
import { freePorts } from './ports.js';
import type { KafkaOptions, KafkaServer, Unavailable } from './types.js';

const startTimeoutMs = 60_000;
const attempts = 3;

interface Broker {
  readonly toolchain: KafkaToolchain;
  readonly options: KafkaOptions;
  readonly tempDir: string;
  readonly dataDir: string;
  readonly ports: KafkaPorts;
  readonly ca: string;
}

/** Starts a broker from the local Java; ports that were taken in the meantime are tried again. */
export async function startLocalKafka(options: KafkaOptions): Promise<KafkaServer | Unavailable> {
  const toolchain = await findKafkaToolchain();
  if (toolchain.kind === 'unavailable') return toolchain;
  let logFile = '';
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const broker = await prepareBroker(toolchain, options);
    logFile = join(broker.tempDir, 'server.log');
    if (broker.ca === '' && options.tls === true)
      return unavailable('local Kafka: keytool made no certificate');
    if (!(await formatStorage(filesOf(broker, logFile)))) break;
    const child = await launch(broker, logFile);
    if (child.isRunning) return describeServer(broker, child, logFile);
    const mayBeThePort = /already in use|Failed to bind/i.test(await readFile(logFile, 'utf8'));
    if (!mayBeThePort || attempt === attempts) break;
    await rm(broker.tempDir, { recursive: true, force: true });
  }
  return unavailable(`local Kafka: the broker did not start, see ${logFile}`);
}

async function prepareBroker(toolchain: KafkaToolchain, options: KafkaOptions): Promise<Broker> {
  const tempDir = await makeTempDir('kafka');
  const dataDir = options.logDir ?? join(tempDir, 'data');
  await mkdir(dataDir, { recursive: true });
  const [controller = 0, plain = 0, sasl = 0, tls = 0, saslTls = 0] = await freePorts(5);
  const ports = { controller, plain, sasl, tls, saslTls };
  const keystore = join(tempDir, 'broker.p12');
  const ca = options.tls === true ? await makeCertificate(toolchain.java, keystore) : '';
  await writeFile(join(tempDir, 'server.properties'), kafkaProperties({ ports, dataDir, keystore, options }));
  return { toolchain, options, tempDir, dataDir, ports, ca };
}

/** Makes the broker's key and certificate; returns the certificate in PEM, or '' when keytool failed. */
async function makeCertificate(java: string, keystore: string): Promise<string> {
  const keytool = join(dirname(java), 'keytool');
  const store = [
    '-keystore',
    keystore,
    '-storetype',
    'PKCS12',
    '-storepass',
    keystorePassword,
    '-alias',
    'broker',
  ];
  const subject = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1', '-ext', 'bc=ca:true'];
  const made = await runCommand(keytool, [
    '-genkeypair',
    '-keyalg',
    'EC',
    '-validity',
    '30',
    ...store,
    ...subject,
  ]);
  if (!made.ok) return '';
  const pem = `${keystore}.pem`;
  const exported = await runCommand(keytool, ['-exportcert', '-rfc', '-file', pem, ...store]);
  return exported.ok ? await readFile(pem, 'utf8') : '';
}

/** The process runs if and only if the broker answered in time. */
async function launch(broker: Broker, logFile: string): Promise<GuardedProcess> {
  const child = runNode(filesOf(broker, logFile));
  if (await waitForKafka([address(broker.ports.plain)], startTimeoutMs, () => child.isRunning)) return child;
  await child.kill();
  return child;
}

function filesOf({ toolchain, tempDir }: Broker, logFile: string): KafkaNodeFiles {
  return { toolchain, properties: join(tempDir, 'server.properties'), logFile, tempDir };
}

function describeServer(broker: Broker, running: GuardedProcess, logFile: string): KafkaServer {
  const { ports, ca, options } = broker;
  let child = running;
  const sasl = options.sasl === true ? { brokers: [address(ports.sasl)], ...testAccount } : undefined;
  const tls = options.tls === true ? { brokers: [address(ports.tls)], ca } : undefined;
  return {
    kind: 'kafka',
    origin: 'toolchain',
    brokers: [address(ports.plain)],
    dataDir: broker.dataDir,
    sasl,
    tls,
    saslTls: sasl && tls ? { ...sasl, ...tls, brokers: [address(ports.saslTls)] } : undefined,
    stop: async () => {
      await child.stop();
      await rm(broker.tempDir, { recursive: true, force: true });
    },
    kill: async () => {
      await child.kill();
    },
    restart: async () => {
      await child.kill();
      child = await launch(broker, logFile);
      if (!child.isRunning) throw new Error(`The broker did not start again, see ${logFile}.`);
    },
  };
}

function address(port: number): string {
  return `127.0.0.1:${String(port)}`;
}
