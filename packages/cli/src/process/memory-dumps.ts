import { ScrubjayError } from '@scrubjay/errors';

/** Options of Node that write the memory of the process to a file, records and keys in the clear. */
const dumping = new Set([
  'abort-on-uncaught-exception',
  'heapsnapshot-near-heap-limit',
  'heapsnapshot-signal',
]);

/**
 * Refuses to go on under options of Node that write memory to a disk.
 * @throws SJ_CONFIG_INVALID naming the option.
 */
export function refuseMemoryDumps(options: readonly string[]): void {
  const names = options.map((option) => /^--([^=]*)/.exec(option)?.[1]?.replaceAll('_', '-') ?? '');
  const found = names.find((name) => dumping.has(name));
  if (found === undefined) return;
  throw new ScrubjayError(
    'SJ_CONFIG_INVALID',
    `Node.js is started with --${found}, which writes memory to a file, and records and keys with it.`,
    { fix: 'Take it out of NODE_OPTIONS and of the command.' },
  );
}

/** The options of this process: of its command line, and of NODE_OPTIONS, where they may stand in quotes. */
export function nodeOptions(): readonly string[] {
  const fromEnvironment = (process.env['NODE_OPTIONS'] ?? '').replaceAll(/["\\]/g, '');
  return [...process.execArgv, ...fromEnvironment.split(/\s+/)];
}

/** What of `process.report` is used; `excludeEnv` came with Node 22.13 and 23.3, `excludeNetwork` with 20.13. */
export interface ReportSettings {
  excludeEnv?: boolean;
  excludeNetwork?: boolean;
  reportOnFatalError: boolean;
  reportOnSignal: boolean;
  reportOnUncaughtException: boolean;
  signal: NodeJS.Signals;
}

/**
 * Diagnostic reports name the places in code, and the environment, which may hold passwords and keys: it is left out of
 * them, or where this Node cannot do so none is written. Returns what to tell, if anything was changed for it.
 */
export function keepSecretsOutOfReports(report: ReportSettings): string | undefined {
  report.excludeNetwork = true;
  if ('excludeEnv' in report) {
    report.excludeEnv = true;
    return undefined;
  }
  const { signal, reportOnSignal, reportOnFatalError, reportOnUncaughtException } = report;
  if (!reportOnSignal && !reportOnFatalError && !reportOnUncaughtException) return undefined;
  report.reportOnSignal = false;
  report.reportOnFatalError = false;
  report.reportOnUncaughtException = false;
  // Nobody waits for it any more, and without a listener it would end the process.
  if (reportOnSignal) process.on(signal, () => undefined);
  return 'warning: diagnostic reports are off: this version of Node.js writes the environment into them';
}
