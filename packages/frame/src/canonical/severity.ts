export interface Severity {
  readonly text: string;
  /** OpenTelemetry SeverityNumber, 1 to 24; undefined for a name that nobody knows. */
  readonly number: number | undefined;
}

/**
 * Names after "Appendix B: SeverityNumber example mappings" of the OpenTelemetry Log Data Model, the names of the
 * SeverityNumbers themselves, and the short forms that loggers write. Where systems disagree on a name, the syslog
 * meaning counts.
 */
const numbersByName = new Map<string, number>([
  ...(['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const).flatMap((name, range) =>
    ['', '2', '3', '4'].map((suffix, step): [string, number] => [name + suffix, range * 4 + step + 1]),
  ),
  ...Object.entries({
    finest: 1,
    verbose: 5,
    finer: 5,
    fine: 6,
    config: 7,
    information: 9,
    informational: 9,
  }),
  ...Object.entries({ notice: 10, warning: 13, err: 17, severe: 17, critical: 18, crit: 18, dpanic: 18 }),
  ...Object.entries({ alert: 19, panic: 19, emergency: 21, emerg: 21 }),
]);

/** Levels of pino and bunyan; custom levels lie between them. */
const namesByTens = ['', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const namePattern = /^[A-Za-z][A-Za-z0-9 _-]{0,31}$/;

/** Reads a level as it stands in a record: a name, or a number from 10 to 69 as pino and bunyan write it. */
export function parseSeverity(text: string, isNumber: boolean): Severity | undefined {
  if (isNumber) {
    const name = /^[1-6]\d$/.test(text) ? namesByTens[Math.floor(Number(text) / 10)] : undefined;
    return name === undefined ? undefined : { text: name, number: numbersByName.get(name) };
  }
  return namePattern.test(text) ? { text, number: numbersByName.get(text.toLowerCase()) } : undefined;
}
