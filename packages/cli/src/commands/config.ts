import { Command } from 'commander';
import { configJsonSchema, readConfig } from '../config-schema.js';
import { printLine } from '../output.js';

export function configCommand(): Command {
  const command = new Command('config').description('Looks at the configuration.');
  command
    .command('schema')
    .description('Prints the JSON Schema of the configuration file.')
    .action(() => printLine(JSON.stringify(configJsonSchema(), null, 2)));
  command
    .command('check')
    .description('Validates a configuration file with its environment overrides.')
    .requiredOption('--config <file>', 'configuration file (YAML)')
    .action(async (options: { config: string }) => {
      await readConfig(options.config);
      printLine(`${options.config} is valid.`);
    });
  return command;
}
