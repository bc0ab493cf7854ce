import type { Circuit } from '@scrubjay/circuit';
import { ScrubjayError } from '@scrubjay/errors';
import { createFrameCodec, type FrameCodec } from '@scrubjay/frame';
import {
  createHealth,
  createLogger,
  createMetrics,
  startTelemetryServer,
  type Health,
  type Logger,
  type Metrics,
} from '@scrubjay/telemetry';
import type { KmsAccess, Purpose, Vault } from '@scrubjay/vault';
import { watchedCircuit } from './circuit.js';
import type { KafkaConfig } from './config/kafka.js';
import type { SharedConfig } from './config/shared.js';
import { warnOfCoreDumps } from './core-dumps.js';
import { createVault } from './vault.js';

/** What every service is given at start. */
export interface ServiceContext {
  readonly config: SharedConfig;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly log: Logger;
  readonly vault: Vault;
  readonly codec: FrameCodec;
  /** For whatever else of KMS a service uses: counted, and behind the vault's circuit. */
  readonly kms: Required<Omit<KmsAccess, 'client'>>;
  /** For the object store. */
  readonly storeCircuit: Circuit;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Stops telemetry and wipes keys from memory. */
  close(): Promise<void>;
}

/** The keys that a service uses. A role may be allowed no more than this. */
export interface KeyNeeds {
  readonly opens: readonly Purpose[];
  readonly seals: readonly Purpose[];
}

/**
 * Opens telemetry and the vault and proves every key by a real round trip, so that a wrong key stops the start and
 * not the first record.
 */
export async function createContext(
  config: SharedConfig,
  options: KeyNeeds & { readonly name: string },
): Promise<ServiceContext> {
  const metrics = createMetrics();
  const health = createHealth();
  const log = createLogger(options.name, config.telemetry.logLevel);
  await warnOfCoreDumps(log);
  const { opens, seals } = options;
  const kms: ServiceContext['kms'] = {
    onRequest: (op, outcome) => metrics.kmsRequest(op, outcome),
    circuit: watchedCircuit('kms', metrics, log),
  };
  const vault = await createVault(config.keys, [...new Set([...opens, ...seals])], kms);
  await vault.check(opens);
  await vault.check(
    seals.filter((purpose) => !opens.includes(purpose)),
    { sealOnly: true },
  );
  const { enabled, host, port } = config.telemetry;
  const server = enabled
    ? await startTelemetryServer({ host, port, registry: metrics.registry, health })
    : undefined;
  if (server !== undefined) log.info('telemetry listens', { address: server.address });
  return {
    config,
    metrics,
    health,
    log,
    vault,
    codec: createFrameCodec({ sealer: vault, environment: config.environment }),
    kms,
    storeCircuit: watchedCircuit('s3', metrics, log),
    now: Date.now,
    async close() {
      vault.close();
      await server?.close();
    },
  };
}

/** The kafka section, which only services joined by Kafka need. */
export function requireKafka(config: SharedConfig): KafkaConfig {
  if (config.kafka !== undefined) return config.kafka;
  throw new ScrubjayError('SJ_CONFIG_INVALID', 'kafka: found nothing, expected a section with brokers.', {
    fix: 'Add the section, or set transport: memory to run everything in one process.',
  });
}
