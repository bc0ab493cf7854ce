import { createStore, createVault } from '@scrubjay/boot';
import { createObjectSealer } from '@scrubjay/sink';
import { Command } from 'commander';
import { configOption, readConfig } from '../config-schema.js';
import { printLine, tell } from '../output.js';
import { countHeld, incidentsOf, openIncidents } from '../release/incident-store.js';
import { ReleaseReport } from '../release/release-report.js';
import { releaseStore } from '../release/release-store.js';
import { withRewriting } from '../rescrub/rewriting.js';

interface Options {
  readonly config?: string;
}

interface ReleaseOptions extends Options {
  readonly policy?: string;
  readonly rules?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function incidentsCommand(): Command {
  return new Command('incidents')
    .description('Alarms of the auditor: what was withheld, what there is to tell of it, and its release.')
    .addCommand(
      new Command('list')
        .description('Names the incidents by day, and how many objects of each are withheld. Needs no key.')
        .option(...configOption)
        .action(list),
    )
    .addCommand(
      new Command('show')
        .description(
          'Prints one incident as JSON, in the terms of GDPR, Article 33. Needs the quarantine key.',
        )
        .argument('<id>', 'as `list` prints it')
        .option(...configOption)
        .action(show),
    )
    .addCommand(releaseCommand());
}

function releaseCommand(): Command {
  return new Command('release')
    .description(
      'Redacts the withheld objects of an incident by the rules in force, and puts them where they are read. Signed; ' +
        'resumes after a kill. Needs the quarantine key.',
    )
    .argument('<id>', 'as `list` prints it')
    .option(...configOption)
    .option('--policy <name>', 'policy to apply; default: that of the configuration')
    .option('--rules <dir>', 'folder of packs and policies/; default: that of the configuration')
    .option('--dry-run', 'say what would be released and changed, and write nothing')
    .option('--json', 'the report as one JSON object')
    .action(release);
}

async function list(options: Options): Promise<void> {
  const config = await readConfig(options.config);
  const store = createStore(config.store);
  let count = 0;
  try {
    const held = await countHeld(store);
    for await (const { day, id } of incidentsOf(store)) {
      printLine(`${day}  ${id}  ${String(held.get(id) ?? 0)} objects withheld`);
      count += 1;
    }
  } finally {
    await store.close();
  }
  tell(`${String(count)} incidents in ${store.describe()}`);
}

async function show(id: string, options: Options): Promise<void> {
  const config = await readConfig(options.config);
  const store = createStore(config.store);
  const vault = await createVault(config.keys, ['quarantine'], { create: false });
  try {
    const sealer = createObjectSealer(vault, config.environment);
    for (const incident of await openIncidents(store, sealer, id))
      printLine(JSON.stringify(incident, undefined, 2));
  } finally {
    vault.close();
    await store.close();
  }
}

async function release(id: string, { config, json, ...choice }: ReleaseOptions): Promise<void> {
  const options = {
    ...choice,
    config: await readConfig(config),
    name: 'release',
    opens: ['quarantine'] as const,
  };
  const report = new ReleaseReport();
  await withRewriting(options, async (rewriting, about) => {
    const { store, sealer } = rewriting;
    const incidents = await openIncidents(store, sealer, id);
    const keys = incidents.flatMap(({ objects }) => objects.map(({ key }) => key));
    await releaseStore(keys, { ...rewriting, report });
    report.print(about, store.describe(), json === true);
  });
}
