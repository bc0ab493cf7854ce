import type { ErrorCode } from '@scrubjay/errors';
import type { Test } from 'tap';
import { scrubjay, type Finished } from '@scrubjay/testkit';

const limitSeconds = 15;

export interface Expected {
  readonly exit: 1 | 2 | 3;
  readonly code: ErrorCode;
  /** What the line has to name: key, address, path. */
  readonly names: readonly (string | RegExp)[];
}

/** The command fails as a person would want it: soon, with the exit code of the contract, in one line that helps. */
export async function failsClearly(
  t: Test,
  args: readonly string[],
  expected: Expected,
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const finished = await scrubjay(args, { env });
  const { code, stdout, stderr, seconds } = finished;
  // What a service logs about itself is JSON; what is left is for the person.
  const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
  t.equal(code, expected.exit, 'the exit code tells what kind of trouble it is');
  t.equal(lines.length, 1, `one line: ${lines.join(' | ').slice(0, 600)}`);
  const line = lines[0] ?? '';
  t.ok(line.startsWith(`error: ${expected.code}: `), `with its code: ${line.slice(0, 60)}`);
  for (const name of expected.names) t.match(line, name, `names ${String(name)}`);
  t.notMatch(stdout + stderr, /\n\s+at |node:internal|\.js:\d+/, 'no stack trace');
  t.ok(seconds < limitSeconds, `within ${String(limitSeconds)} s: ${seconds.toFixed(1)} s`);
  return finished;
}
