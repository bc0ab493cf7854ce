import { Command } from 'commander';
import { benchCommand } from './commands/bench.js';
import { configCommand } from './commands/config.js';
import { detectCommand } from './commands/detect.js';
import { doctorCommand } from './commands/doctor.js';
import { incidentsCommand } from './commands/incidents.js';
import { quarantineCommand } from './commands/quarantine.js';
import { queryCommand } from './commands/query.js';
import { redactCommand } from './commands/redact.js';
import { rulesCommand } from './commands/rules.js';
import { runCommand } from './commands/run.js';
import { unsealCommand } from './commands/unseal.js';
import { verifyCommand } from './commands/verify.js';

const exitCodes = `
Exit codes: 0 done; 1 findings or failed checks where asked; 2 usage or configuration; 3 a dependency is unreachable.`;

/** The command tree. Commands throw ScrubjayErrors; whoever parses reports them. */
export function createProgram(): Command {
  const program = new Command('scrubjay')
    .description('Takes application logs in, removes sensitive data, writes encrypted objects.')
    .version('0.1.0')
    .addHelpText('after', exitCodes);
  const commands = [
    runCommand(),
    redactCommand(),
    detectCommand(),
    rulesCommand(),
    queryCommand(),
    verifyCommand(),
    incidentsCommand(),
    quarantineCommand(),
    unsealCommand(),
    doctorCommand(),
    configCommand(),
    benchCommand(),
  ];
  for (const command of commands) program.addCommand(command);
  throwInsteadOfExit(program);
  return program;
}

/** Commander would end the process on a usage error; we set the exit code ourselves. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride().showHelpAfterError('(run with --help for what is accepted)');
  for (const sub of command.commands) throwInsteadOfExit(sub);
}
