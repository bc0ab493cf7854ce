import { isReason } from '@scrubjay/boot';
import { ScrubjayError } from '@scrubjay/errors';
import { quarantineReasons } from '@scrubjay/frame';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { configOption } from '../config-schema.js';
import { parseTime } from '../time-range.js';
import type { EntryFilter } from './entry.js';

/** Options by which withheld records are chosen. */
export interface FilterOptions {
  readonly config?: string;
  readonly reason?: readonly string[];
  readonly stage?: string;
  readonly service?: string;
  readonly from?: string;
  readonly to?: string;
}

export function addFilterOptions(command: Command): Command {
  return command
    .option(...configOption)
    .option('--reason <code...>', 'records withheld for these reasons only', addReason)
    .addOption(
      new Option('--stage <name>', 'records withheld by this stage only').choices([
        'ingest',
        'redactor',
        'sink',
      ]),
    )
    .option('--service <name>', 'records of this service only')
    .option('--from <time>', 'withheld at or after: 2026-01-31T10:00:00Z, 2026-01-31, or ago: 15m, 2h, 7d')
    .option('--to <time>', 'withheld before');
}

function addReason(reason: string, before: readonly string[] = []): readonly string[] {
  if (!isReason(reason)) throw new InvalidArgumentError(`Known are: ${quarantineReasons.join(', ')}.`);
  return [...before, reason];
}

/** @throws SJ_USAGE for times that are none, or in the wrong order. */
export function toFilter({ reason, stage, service, from, to }: FilterOptions, now: number): EntryFilter {
  const times = {
    from: from === undefined ? undefined : parseTime('--from', from, now),
    to: to === undefined ? undefined : parseTime('--to', to, now),
  };
  if (times.from !== undefined && times.to !== undefined && times.from > times.to) {
    throw new ScrubjayError('SJ_USAGE', '--from lies behind --to.', { fix: 'Write the earlier time first.' });
  }
  return { ...times, stage, service, reasons: reason === undefined ? undefined : new Set(reason) };
}
