import { randomUUID } from 'node:crypto';
import { createContext, createSigner, createStore, type ServiceContext } from '@scrubjay/boot';
import { ScrubjayError } from '@scrubjay/errors';
import { createStage, startRedaction, type Redaction } from '@scrubjay/redactor';
import { createObjectSealer, sealedUnder } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import { Command } from 'commander';
import { configOption, readConfig, type FullConfig } from '../config-schema.js';
import { printLine, tell } from '../output.js';
import { withKeys } from '../quarantine/places.js';
import { findObjects } from '../query/find-objects.js';
import { RescrubReport } from '../rescrub/report.js';
import { rescrubStore } from '../rescrub/rescrub-store.js';
import { readCommitted } from '../rescrub/settled-flushes.js';
import { parseTime } from '../time-range.js';

interface RescrubCommandOptions {
  readonly config?: string;
  readonly from: string;
  readonly to: string;
  readonly service?: string;
  readonly policy?: string;
  readonly rules?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function rescrubCommand(): Command {
  return new Command('rescrub')
    .description(
      'Runs a newer ruleset over stored objects, replaces what changes, and signs what it did. Resumes after a kill.',
    )
    .option(...configOption)
    .requiredOption(
      '--from <time>',
      'objects with records from: 2026-01-31, 2026-01-31T10:00:00Z, or ago: 7d',
    )
    .option('--to <time>', 'up to, exclusive; objects are taken whole', 'now')
    .option('--service <name>', 'objects of this service only')
    .option('--policy <name>', 'policy to apply; default: that of the configuration')
    .option('--rules <dir>', 'folder of packs and policies/; default: that of the configuration')
    .option('--dry-run', 'say what would change, and write nothing')
    .option('--json', 'the report as one JSON object')
    .action(rescrub);
}

async function rescrub(options: RescrubCommandOptions): Promise<void> {
  const config = withRules(await readConfig(options.config), options);
  const now = Date.now();
  const range = { from: parseTime('--from', options.from, now), to: parseTime('--to', options.to, now) };
  if (range.from > range.to) {
    throw new ScrubjayError('SJ_USAGE', '--from lies behind --to.', { fix: 'Write the earlier time first.' });
  }
  const store = createStore(config.store);
  const redaction = await startRedaction(config, config.redactor, { mayMoveFrames: false });
  const about = { run: randomUUID(), ruleset: redaction.fingerprint, dryRun: options.dryRun === true };
  const report = new RescrubReport();
  try {
    const keys = await findObjects(store, range, { service: options.service, now });
    await withRedactor(config, redaction, (context) => run(context, keys));
  } finally {
    await redaction.close();
    await store.close();
  }
  if (options.json === true) printLine(report.toJson(about));
  else for (const line of report.lines(about.dryRun)) printLine(line);
  tell(`ruleset ${about.ruleset.slice(0, 12)}, run ${about.run}, ${store.describe()}`);
  if (report.troubles.length > 0) process.exitCode = 1;

  async function run(context: ServiceContext, keys: readonly string[]): Promise<void> {
    const redactor = await redaction.open(context);
    const signer = await createSigner(config.keys, { create: false });
    try {
      await rescrubStore(keys, {
        ...partsOf(config, context, store),
        ...{ signer, publicKey: await signer.publicKey(), report, isDryRun: about.dryRun },
        openStage: (onFinding) => createStage(redactor, { onFinding, onDiscarded: () => undefined }),
        committed: await readCommitted(config),
        facts: {
          ...{ environment: config.environment, run: about.run, ruleset: about.ruleset },
          sealedUnder: sealedUnder(config.keys),
        },
      });
    } finally {
      signer.close();
    }
  }
}

/** Rules stay as they are at the start, so that all objects meet the same. */
function withRules(config: FullConfig, { policy, rules }: RescrubCommandOptions): FullConfig {
  const redactor = { ...config.redactor, reloadIntervalMs: 0 };
  delete redactor.shadow;
  return {
    ...config,
    redactor,
    telemetry: { ...config.telemetry, enabled: false },
    rules: {
      ...config.rules,
      ...(policy === undefined ? {} : { policy }),
      ...(rules === undefined ? {} : { dir: rules }),
    },
  };
}

function partsOf(
  { environment, sink }: FullConfig,
  { vault, codec, now }: ServiceContext,
  store: ObjectStore,
) {
  const sealer = createObjectSealer(vault, environment);
  return { store, sealer, codec, now, compressionLevel: sink.compressionLevel };
}

/** With the keys of a redactor and a sink. */
async function withRedactor(
  config: FullConfig,
  { pseudonymizes }: Redaction,
  use: (context: ServiceContext) => Promise<void>,
): Promise<void> {
  const opens = ['scrubbed', ...(pseudonymizes ? (['pseudonym'] as const) : [])] as const;
  // Keys under which something is stored must be there; that of pseudonyms may be made, where older rules wrote none.
  await withKeys(config, ['scrubbed', 'quarantine'], async () => undefined);
  const context = await createContext(config, { name: 'rescrub', opens, seals: ['quarantine'] });
  try {
    await use(context);
  } finally {
    await context.close();
  }
}
