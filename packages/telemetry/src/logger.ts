import { describeForeign, isScrubjayError } from '@scrubjay/errors';
import { pino, type DestinationStream } from 'pino';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'silent';

/** What a log line may carry: numbers, flags, and short names of ours. Never a buffer, never an object of others. */
export type LogFields = Readonly<Record<string, string | number | boolean | bigint | undefined>>;

/** Own logs. `error` means data at risk or a person needed. No method takes record content. */
export interface Logger {
  error(event: string, error: unknown, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  debug(event: string, fields?: LogFields): void;
}

/** Longest text of a field: names of topics, files and codes fit, a record that strayed in does not. */
const maxFieldLength = 200;

function clean(fields: LogFields): Record<string, string | number | boolean> {
  const out: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (typeof value === 'bigint') out[key] = value.toString();
    else out[key] = typeof value === 'string' ? value.slice(0, maxFieldLength) : value;
  }
  return out;
}

function errorFields(error: unknown): Record<string, string> {
  // A foreign error's message may quote a record; only its safe name is written.
  if (!isScrubjayError(error)) return { error: describeForeign(error) };
  return { code: error.code, message: error.message, fix: error.fix };
}

/** Structured logs as JSON lines on `destination` (default: standard error, as standard output may carry records). */
export function createLogger(
  service: string,
  level: LogLevel,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  const log = pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return {
    error: (event, error, fields = {}) => log.error({ event, ...errorFields(error), ...clean(fields) }),
    warn: (event, fields = {}) => log.warn({ event, ...clean(fields) }),
    info: (event, fields = {}) => log.info({ event, ...clean(fields) }),
    debug: (event, fields = {}) => log.debug({ event, ...clean(fields) }),
  };
}

export const silentLogger: Logger = createLogger('silent', 'silent');
