import { execute } from './execute.js';
import { endOnUncaught, nameWarnings, silenceConsole } from './process/last-words.js';

const exitGraceMs = 1_000;

/** Runs the command line and sets the exit code: 0 done, 1 findings or failed checks, 2 and 3 as `execute` says. */
export async function main(argv: readonly string[]): Promise<void> {
  prepareProcess();
  const failure = await execute(argv.slice(2));
  if (failure === undefined) return;
  process.exitCode = failure;
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
