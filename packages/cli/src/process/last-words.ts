import { describeForeign, isScrubjayError, toScrubjayError, type ScrubjayError } from '@scrubjay/errors';
import { stackPlaces } from './stack-places.js';

/** Writes an error for a person, in one line; where a developer asked for it, with places in code. */
export function writeError(error: unknown, what: string): ScrubjayError {
  const known = isScrubjayError(error) ? error : toScrubjayError(error, 'SJ_INTERNAL', what);
  process.stderr.write(`error: ${known.toLine()}\n`);
  if (process.env['SCRUBJAY_DEBUG'] === '1') process.stderr.write(`${stackPlaces(error)}\n`);
  return known;
}

/**
 * What nobody catches ends the process, as Node would have it, but in our own words: Node prints the error whole, with its
 * text, its properties and its causes, any of which may quote a record, and writes them into a diagnostic report.
 */
export function endOnUncaught(): void {
  const end = (error: unknown): void => {
    const { exitCode } = writeError(error, 'Uncaught failure');
    process.exit(exitCode);
  };
  process.on('uncaughtException', end);
  // Also where Node is told to only warn of them.
  process.on('unhandledRejection', end);
}

/**
 * Warnings of Node and of libraries by their names: a library may quote what it was given. Where Node is told to print none,
 * none is printed.
 */
export function nameWarnings(): void {
  if (process.listenerCount('warning') === 0) return;
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    const names = new Set([describeForeign({ name: warning.name }), describeForeign(warning)]);
    process.stderr.write(`warning: ${[...names].join(' ')}\n`);
  });
}

const spoken = ['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn'] as const;

/** We write to the streams ourselves. What a library has to say on the console may quote what it was given. */
export function silenceConsole(): void {
  // eslint-disable-next-line no-console -- it is what is to be silenced
  for (const method of spoken) console[method] = () => undefined;
}
