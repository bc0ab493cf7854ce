import { createStore, createVault } from '@scrubjay/boot';
import { ScrubjayError } from '@scrubjay/errors';
import { createObjectSealer } from '@scrubjay/sink';
import { Command, InvalidArgumentError, Option } from 'commander';
import { configOption, readConfig } from '../config-schema.js';
import { BufferedOutput, tell } from '../output.js';
import { findObjects, type TimeRange } from '../query/find-objects.js';
import { prettyLine } from '../query/print-record.js';
import { readRecords } from '../query/read-records.js';
import { parseTime } from '../time-range.js';

interface QueryOptions {
  readonly config?: string;
  readonly from: string;
  readonly to: string;
  readonly service?: string;
  readonly severity?: string;
  readonly grep?: string;
  readonly limit?: number;
  readonly format?: 'pretty' | 'json';
}

export function queryCommand(): Command {
  return new Command('query')
    .description(
      'Reads scrubbed records back: lists, decrypts and prints what matches. Needs the scrubbed key only.',
    )
    .option(...configOption)
    .requiredOption(
      '--from <time>',
      'begin, inclusive: 2026-01-31T10:00:00Z, 2026-01-31, or ago: 15m, 2h, 7d',
    )
    .option('--to <time>', 'end, exclusive', 'now')
    .option('--service <name>', 'records of this service only')
    .option('--severity <text>', 'records of this severity only, for example error')
    .option('--grep <text>', 'records that contain this text')
    .option('--limit <n>', 'stop after so many records', parseLimit)
    .addOption(
      new Option('--format <form>', 'default: pretty on a terminal, else json lines').choices([
        'pretty',
        'json',
      ]),
    )
    .action(query);
}

function parseLimit(text: string): number {
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new InvalidArgumentError('Expected a whole number above 0.');
  return Number(text);
}

async function query(options: QueryOptions): Promise<void> {
  const config = await readConfig(options.config);
  const now = Date.now();
  const range: TimeRange = {
    from: parseTime('--from', options.from, now),
    to: parseTime('--to', options.to, now),
  };
  if (range.from > range.to) {
    throw new ScrubjayError('SJ_USAGE', '--from lies behind --to.', { fix: 'Write the earlier time first.' });
  }
  const store = createStore(config.store);
  const vault = await createVault(config.keys, ['scrubbed'], { create: false });
  try {
    const sealer = createObjectSealer(vault, config.environment);
    const keys = await findObjects(store, range, { service: options.service, now });
    const printed = await print(keys);
    tell(`${printed} records from ${keys.length} objects in ${store.describe()}`);

    async function print(all: readonly string[]): Promise<number> {
      const output = new BufferedOutput();
      const pretty = (options.format ?? (process.stdout.isTTY ? 'pretty' : 'json')) === 'pretty';
      const filter = { range, grep: options.grep, severity: options.severity?.toLowerCase() };
      let count = 0;
      for (const key of all) {
        for await (const record of readRecords(store, sealer, key, filter)) {
          await output.write(pretty ? Buffer.from(prettyLine(record)) : record.line, Buffer.from('\n'));
          count += 1;
          if (count === options.limit) break;
        }
        if (count === options.limit) break;
      }
      await output.flush();
      return count;
    }
  } finally {
    vault.close();
    await store.close();
  }
}
