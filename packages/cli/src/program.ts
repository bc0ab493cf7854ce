import { Command } from 'commander';

const exitCodes = `
Exit codes: 0 done; 1 findings or failed checks where asked; 2 usage or configuration; 3 a dependency is unreachable.`;

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./commands/run.js')).runCommand(),
  redact: async () => (await import('./commands/redact.js')).redactCommand(),
  detect: async () => (await import('./commands/detect.js')).detectCommand(),
  rules: async () => (await import('./commands/rules.js')).rulesCommand(),
  query: async () => (await import('./commands/query.js')).queryCommand(),
  verify: async () => (await import('./commands/verify.js')).verifyCommand(),
  rescrub: async () => (await import('./commands/rescrub.js')).rescrubCommand(),
  incidents: async () => (await import('./commands/incidents.js')).incidentsCommand(),
  quarantine: async () => (await import('./commands/quarantine.js')).quarantineCommand(),
  unseal: async () => (await import('./commands/unseal.js')).unsealCommand(),
  doctor: async () => (await import('./commands/doctor.js')).doctorCommand(),
  config: async () => (await import('./commands/config.js')).configCommand(),
  bench: async () => (await import('./commands/bench.js')).benchCommand(),
};

/**
 * The command tree for `args` (without node and script). Only the command that they name is loaded, since clients of
 * Kafka and AWS take a second to load; all are where they name none, as for --help. Commands throw ScrubjayErrors;
 * whoever parses reports them.
 */
export async function createProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('scrubjay')
    .description('Takes application logs in, removes sensitive data, writes encrypted objects.')
    .version('0.1.0')
    .addHelpText('after', exitCodes);
  const [name] = args;
  const named = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  for (const load of named === undefined ? Object.values(commands) : [named])
    program.addCommand(await load());
  throwInsteadOfExit(program);
  return program;
}

/** Commander would end the process on a usage error; we set the exit code ourselves. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride().showHelpAfterError('(run with --help for what is accepted)');
  for (const sub of command.commands) throwInsteadOfExit(sub);
}
