import { createContext, createSigner } from '@scrubjay/boot';
import { ScrubjayError } from '@scrubjay/errors';
import { createStage, startRedaction, type Redaction } from '@scrubjay/redactor';
import {
  createManifestWriter,
  createObjectSealer,
  createSinkStage,
  sealedUnder,
  startAuditor,
} from '@scrubjay/sink';
import { Command } from 'commander';
import { readConfig, type FullConfig } from '../config-schema.js';
import { printLine, tell } from '../output.js';
import { isMeant, type EntryFilter } from '../quarantine/entry.js';
import { addFilterOptions, toFilter, type FilterOptions } from '../quarantine/filter-options.js';
import { describePlaces, withKeys, withPlaces, type Places } from '../quarantine/places.js';
import { createRebuild } from '../quarantine/rebuild.js';
import { ReplayReport } from '../quarantine/replay-report.js';
import { replayStore } from '../quarantine/replay-store.js';
import { replayTopic } from '../quarantine/replay-topic.js';
import { listStoreEntries } from '../quarantine/store-entries.js';

interface ReplayOptions extends FilterOptions {
  readonly id?: readonly string[];
  readonly all?: boolean;
  readonly dryRun?: boolean;
}

export function quarantineReplayCommand(): Command {
  return addFilterOptions(new Command('replay'))
    .description(
      'Sends withheld records on their way once more, exactly once, after rules, schemas or limits were mended.',
    )
    .option('--id <id...>', 'these records, as `quarantine list` prints them')
    .option('--all', 'everything that is withheld')
    .option('--dry-run', 'open them and say what would be done, and write nothing')
    .action(replay);
}

async function replay(options: ReplayOptions): Promise<void> {
  const filter = chosen(options);
  const config = await readConfig(options.config);
  const isDryRun = options.dryRun === true;
  const report = new ReplayReport(options.id);
  await withPlaces(config, async (places) => {
    await (places.topic === undefined
      ? replayEmbedded(config, places, { filter, report, isDryRun })
      : replayOverKafka(config, places, { filter, report, isDryRun }));
    for (const line of report.lines(isDryRun)) printLine(line);
    const done = isDryRun ? 'would be replayed' : 'replayed';
    tell(`${report.count('replayed')} records ${done} from ${describePlaces(places)}`);
  });
  process.exitCode = report.hasFailures ? 1 : 0;
}

function chosen(options: ReplayOptions): EntryFilter {
  const { id, all, reason, stage, service, from, to } = options;
  const isChosen = [id, reason, stage, service, from, to].some((option) => option !== undefined);
  if (isChosen === (all === true)) {
    throw new ScrubjayError(
      'SJ_USAGE',
      'Say which records to replay: --all, or --reason, --id and the like.',
      {
        fix: 'Look at `scrubjay quarantine list` first; `--dry-run` shows what would be done.',
      },
    );
  }
  return { ...toFilter(options, Date.now()), ids: id === undefined ? undefined : new Set(id) };
}

interface ReplayParts {
  readonly filter: EntryFilter;
  readonly report: ReplayReport;
  readonly isDryRun: boolean;
}

/** Opens quarantine and seals raw: what comes out is for the redactor alone. */
async function replayOverKafka(
  config: FullConfig,
  { topic, store }: Places,
  parts: ReplayParts,
): Promise<void> {
  if (topic === undefined) return;
  await withKeys(config, ['quarantine', 'raw'], async (codec) =>
    replayTopic({ ...topic, ...parts, codec, rebuild: createRebuild(config) }),
  );
  for await (const entry of listStoreEntries(store)) {
    if (!isMeant(entry, parts.filter)) continue;
    const isSealed = entry.facts?.reason === 'frame_undecodable';
    parts.report.add(isSealed ? 'left: sealed' : 'left: of an embedded run', entry);
  }
}

/** Redacts and writes objects in this process, with the same keys as an embedded run. */
async function replayEmbedded(config: FullConfig, { store }: Places, parts: ReplayParts): Promise<void> {
  await store.check();
  const redaction = await startRedaction(config, config.redactor, { mayMoveFrames: false });
  try {
    await redactAndStore(config, store, redaction, parts);
  } finally {
    await redaction.close();
  }
}

async function redactAndStore(
  config: FullConfig,
  store: Places['store'],
  redaction: Redaction,
  parts: ReplayParts,
): Promise<void> {
  const quiet = { ...config, telemetry: { ...config.telemetry, enabled: false } };
  const pseudonym = redaction.pseudonymizes ? (['pseudonym'] as const) : [];
  const opens = ['quarantine', 'scrubbed', ...pseudonym] as const;
  // A key that is made now could open nothing that is there.
  await withKeys(config, opens, async () => undefined);
  const context = await createContext(quiet, { name: 'replay', opens, seals: [] });
  const signer = await createSigner(config.keys);
  const audit = startAuditor(context, config.sink);
  try {
    const sealer = createObjectSealer(context.vault, config.environment);
    const events = { onFinding: () => undefined, onDiscarded: () => undefined };
    await replayStore({
      ...{ ...parts, store, codec: context.codec },
      sealer,
      manifests: createManifestWriter({
        ...{ environment: config.environment, signer, now: context.now },
        seal: (plain) => sealer.sealManifest(plain),
        sealedUnder: sealedUnder(config.keys),
      }),
      rebuild: createRebuild(config),
      redactor: createStage(await redaction.open(context), events),
      sink: createSinkStage(config.sink, audit.auditor),
    });
  } finally {
    await audit.close();
    signer.close();
    await context.close();
  }
}
