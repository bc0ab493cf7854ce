import type { Case } from './case.js';
import type { Difference, RunResult } from './run.js';

export interface ReportOptions {
  /** The command that begins with the case, without `--seed` and `--cases`. */
  readonly command: string;
  /** Shows the records: content, which may be that of real logs. */
  readonly showInput: boolean;
}

function sizeOf({ ruleset, frames }: Case): string {
  const records = frames.flatMap((frame) => frame.records);
  const bytes = records.reduce((sum, { length }) => sum + length, 0);
  return `${ruleset.detectors.length} detectors, ${frames.length} frames, ${records.length} records, ${bytes} bytes`;
}

function linesOfCase({ ruleset, frames, limits }: Case): string[] {
  const detectors = ruleset.detectors.map((detector) => JSON.stringify({ ...detector, examples: undefined }));
  const records = frames.flatMap(({ format, records }, index) =>
    records.map((record) => `frame ${index}, ${format}, base64: ${record.toString('base64')}`),
  );
  return [...detectors, ...records, `limits: ${JSON.stringify(limits)}`];
}

/** What a run came to, a line each. Tells no content of records unless it is asked to. */
export function reportRun(name: string, seed: number, result: RunResult, options: ReportOptions): string[] {
  const { cases, bytes, findings, difference } = result;
  const outcome = difference === undefined ? 'no difference' : 'DIFFERENT';
  const head = `${name}: ${cases} cases, ${bytes} bytes, ${findings} findings, seed ${seed}: ${outcome}`;
  return difference === undefined
    ? [head]
    : [head, ...linesOf(difference, options).map((line) => `  ${line}`)];
}

function linesOf({ seed, message, small, smallMessage }: Difference, options: ReportOptions): string[] {
  const { command, showInput } = options;
  const again = `${command} --seed ${seed} --cases 1`;
  const ids = small.ruleset.detectors.slice(0, 12).map(({ id }) => id);
  return [
    `as made: ${message}`,
    `made small: ${smallMessage}`,
    `${sizeOf(small)}; ${ids.join(', ')}`,
    `again: ${again}${showInput ? '' : '; with --show-input also the records'}`,
    ...(showInput ? linesOfCase(small) : []),
  ];
}
