import { createStore, createVault } from '@scrubjay/boot';
import { ScrubjayError } from '@scrubjay/errors';
import { createObjectSealer, incidentPrefix } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import { Command } from 'commander';
import { configOption, readConfig } from '../config-schema.js';
import { printLine, tell } from '../output.js';

interface Options {
  readonly config?: string;
}

export function incidentsCommand(): Command {
  return new Command('incidents')
    .description('Alarms of the auditor: what was withheld, and what there is to tell of it.')
    .addCommand(
      new Command('list')
        .description('Names the incidents by day. Needs no key.')
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
    );
}

interface Listed {
  readonly key: string;
  readonly day: string;
  readonly id: string;
}

async function* incidentsOf(store: ObjectStore): AsyncIterable<Listed> {
  for await (const { key } of store.list(incidentPrefix)) {
    const [, day, id] = /\/dt=([^/]+)\/([^/]+)\.json\.esdk$/.exec(key) ?? [];
    if (day !== undefined && id !== undefined) yield { key, day, id };
  }
}

async function list(options: Options): Promise<void> {
  const config = await readConfig(options.config);
  const store = createStore(config.store);
  let count = 0;
  try {
    for await (const { day, id } of incidentsOf(store)) {
      printLine(`${day}  ${id}`);
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
    let shown = 0;
    for await (const incident of incidentsOf(store)) {
      if (incident.id !== id) continue;
      const found = await store.get(incident.key);
      if (found === undefined) continue;
      const text = (await sealer.openIncident(found.body)).toString('utf8');
      printLine(JSON.stringify(JSON.parse(text), undefined, 2));
      shown += 1;
    }
    if (shown > 0) return;
    throw new ScrubjayError('SJ_USAGE', 'There is no incident of this id.', {
      fix: 'Take an id that `scrubjay incidents list` prints.',
    });
  } finally {
    vault.close();
    await store.close();
  }
}
