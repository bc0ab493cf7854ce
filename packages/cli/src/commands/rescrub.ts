import { ScrubjayError } from '@scrubjay/errors';
import { Command } from 'commander';
import { configOption, readConfig } from '../config-schema.js';
import { findObjects } from '../query/find-objects.js';
import { RescrubReport } from '../rescrub/report.js';
import { rescrubStore } from '../rescrub/rescrub-store.js';
import { withRewriting } from '../rescrub/rewriting.js';
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

async function rescrub({ config, from, to, service, json, ...choice }: RescrubCommandOptions): Promise<void> {
  const now = Date.now();
  const range = { from: parseTime('--from', from, now), to: parseTime('--to', to, now) };
  if (range.from > range.to) {
    throw new ScrubjayError('SJ_USAGE', '--from lies behind --to.', { fix: 'Write the earlier time first.' });
  }
  const options = { ...choice, config: await readConfig(config), name: 'rescrub', opens: [] };
  const report = new RescrubReport();
  await withRewriting(options, async (rewriting, about) => {
    const { store } = rewriting;
    await rescrubStore(await findObjects(store, range, { service, now }), { ...rewriting, report });
    report.print(about, store.describe(), json === true);
  });
}
