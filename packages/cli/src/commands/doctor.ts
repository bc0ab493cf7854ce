import {
  createKafkaClients,
  createSigner,
  createStore,
  createVault,
  loadRuleset,
  type SharedConfig,
} from '@scrubjay/boot';
import { isScrubjayError, toScrubjayError, type ExitCode } from '@scrubjay/errors';
import { checkKafka } from '@scrubjay/transport';
import type { Purpose } from '@scrubjay/vault';
import { Command } from 'commander';
import pc from 'picocolors';
import { readConfig } from '../config-schema.js';
import { printLine } from '../output.js';

interface Check {
  readonly name: string;
  readonly run: () => Promise<string>;
}

export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'Checks configuration, rules, keys, Kafka and the object store for real, and says what to mend.',
    )
    .option('--config <file>', 'configuration file (YAML)')
    .action(async (options: { config?: string }) => {
      const config = await readConfig(options.config);
      printLine(`${pc.green('ok  ')} configuration`);
      process.exitCode = await examine(checksOf(config));
    });
}

/** Runs every check, so that all troubles are told at once; the exit code is the gravest one's. */
async function examine(checks: readonly Check[]): Promise<number> {
  let gravest: ExitCode | 0 = 0;
  for (const { name, run } of checks) {
    try {
      printLine(`${pc.green('ok  ')} ${name}: ${await run()}`);
    } catch (error) {
      const known = isScrubjayError(error) ? error : toScrubjayError(error, 'SJ_INTERNAL', name);
      printLine(`${pc.red('FAIL')} ${name}: ${known.toLine()}`);
      if (known.exitCode > gravest) gravest = known.exitCode;
    }
  }
  return gravest;
}

function checksOf(config: SharedConfig): readonly Check[] {
  const { kafka } = config;
  return [
    { name: 'rules', run: () => checkRules(config) },
    ...purposesOf(config).map((purpose) => ({
      name: `key ${purpose}`,
      run: () => checkKey(config, purpose),
    })),
    ...(signs(config) ? [{ name: 'key signing', run: () => checkSigning(config) }] : []),
    ...(kafka === undefined ? [] : [{ name: 'kafka', run: () => checkBrokers(kafka) }]),
    { name: 'store', run: () => checkStore(config) },
  ];
}

async function checkRules({ rules }: SharedConfig): Promise<string> {
  const { detectors, fingerprint } = await loadRuleset(rules);
  return `policy ${rules.policy}, ${detectors.length} detectors, ruleset ${fingerprint.slice(0, 12)}`;
}

/** The keys that are configured; local ones need no configuration. */
function purposesOf({ keys }: SharedConfig): readonly Purpose[] {
  const all: readonly Purpose[] = ['raw', 'scrubbed', 'quarantine', 'pseudonym'];
  return keys.provider === 'local' ? all : all.filter((purpose) => keys[purpose] !== undefined);
}

async function checkKey({ keys }: SharedConfig, purpose: Purpose): Promise<string> {
  const vault = await createVault(keys, [purpose]);
  try {
    await vault.check([purpose]);
  } finally {
    vault.close();
  }
  return keys.provider === 'local' ? `local file in ${keys.dir}` : `${keys[purpose] ?? ''} in ${keys.region}`;
}

/** Of KMS only where it is named: the sink needs it, the others do not. */
function signs({ keys }: SharedConfig): boolean {
  return keys.provider === 'local' || keys.signing !== undefined;
}

async function checkSigning({ keys }: SharedConfig): Promise<string> {
  const signer = await createSigner(keys);
  try {
    await signer.check();
  } finally {
    signer.close();
  }
  return keys.provider === 'local' ? `local file in ${keys.dir}` : `${keys.signing ?? ''} in ${keys.region}`;
}

async function checkBrokers(kafka: NonNullable<SharedConfig['kafka']>): Promise<string> {
  await checkKafka(createKafkaClients(kafka));
  return kafka.brokers.join(', ');
}

async function checkStore(config: SharedConfig): Promise<string> {
  const store = createStore(config.store);
  try {
    await store.check();
    return store.describe();
  } finally {
    await store.close();
  }
}
