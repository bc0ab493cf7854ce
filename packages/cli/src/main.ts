import { CommanderError } from 'commander';
import { tell } from './output.js';
import { endOnUncaught, nameWarnings, silenceConsole, writeError } from './process/last-words.js';
import { keepSecretsOutOfReports, nodeOptions, refuseMemoryDumps } from './process/memory-dumps.js';
import { createProgram } from './program.js';

const exitGraceMs = 1_000;

/**
 * Runs the command line and sets the exit code: 0 done, 1 findings or failed checks, 2 usage or configuration,
 * 3 a dependency is unreachable. An error is one line on standard error, never a stack trace.
 */
export async function main(argv: readonly string[]): Promise<void> {
  prepareProcess();
  if (await runCommandLine(argv.slice(2))) return;
  // A client of a dependency that does not answer may hold the process for as long as its own time-outs last.
  setTimeout(() => process.exit(), exitGraceMs).unref();
}

/** What a process needs once, before any command. */
export function prepareProcess(): void {
  // Whoever runs us cannot change which SDK we pin: its notice on Node versions would stand before every error line.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  // `scrubjay query | head` closes our output early: that is the reader's right, not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 3);
  });
  // Nobody listens to what we tell people: the work goes on.
  process.stderr.on('error', () => undefined);
  endOnUncaught();
  nameWarnings();
  silenceConsole();
}

/** Runs one command; a process may run several in turn. False where it failed: then that is told and the exit code set. */
export async function runCommandLine(args: readonly string[]): Promise<boolean> {
  try {
    refuseMemoryDumps(nodeOptions());
    const told = keepSecretsOutOfReports(process.report);
    if (told !== undefined) tell(told);
    await (await createProgram(args)).parseAsync([...args], { from: 'user' });
    return true;
  } catch (error) {
    process.exitCode = report(error);
    return false;
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return writeError(error, 'Unexpected failure').exitCode;
}
