import { Command } from 'commander';
import { quarantineListCommand } from './quarantine-list.js';
import { quarantineReplayCommand } from './quarantine-replay.js';
import { quarantineShowCommand } from './quarantine-show.js';

export function quarantineCommand(): Command {
  return new Command('quarantine')
    .description('Withheld records: what there is, what is in them, and to send them on their way once more.')
    .addCommand(quarantineListCommand())
    .addCommand(quarantineShowCommand())
    .addCommand(quarantineReplayCommand());
}
