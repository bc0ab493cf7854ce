import { InvalidArgumentError } from 'commander';

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** With the time of day. */
export function tell(text: string): void {
  print(`${new Date().toISOString().slice(11, 19)} ${text}`);
}

/** For options. @throws InvalidArgumentError */
export function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('Expected a number above 0.');
  return number;
}
