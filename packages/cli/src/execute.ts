import { CommanderError } from 'commander';
import { tell } from './output.js';
import { writeError } from './process/last-words.js';
import { keepSecretsOutOfReports, nodeOptions, refuseMemoryDumps } from './process/memory-dumps.js';
import { createProgram } from './program.js';

/**
 * Runs the command that `args` (without node and script) name; a process may run several in turn. The exit code of what
 * went wrong, once it is told: 2 usage or configuration, 3 a dependency is unreachable. Nothing where the command went to
 * its end: it may have set `process.exitCode` itself. An error is one line on standard error, never a stack trace.
 */
export async function execute(args: readonly string[]): Promise<number | undefined> {
  try {
    refuseMemoryDumps(nodeOptions());
    const told = keepSecretsOutOfReports(process.report);
    if (told !== undefined) tell(told);
    await (await createProgram(args)).parseAsync([...args], { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return writeError(error, 'Unexpected failure').exitCode;
  }
}
