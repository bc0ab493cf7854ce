import { ScrubjayError } from '@scrubjay/errors';

/** One thing that is wrong in a pack or policy. */
export interface RuleProblem {
  readonly file: string;
  /** Line in the file, counted from 1. */
  readonly line: number;
  /** Id of the detector concerned, where one is known. */
  readonly detector?: string;
  readonly message: string;
}

function toText(problem: RuleProblem): string {
  const detector = problem.detector === undefined ? '' : ` detector ${problem.detector}:`;
  return `${problem.file}:${String(problem.line)}:${detector} ${problem.message}`;
}

/** SJ_RULES_INVALID with every problem of all files; the message lists them one a line. */
export class RulesError extends ScrubjayError {
  readonly problems: readonly RuleProblem[];

  constructor(problems: readonly RuleProblem[]) {
    const sorted = [...problems].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
    super(
      'SJ_RULES_INVALID',
      `${String(sorted.length)} problem(s) in the rules.\n${sorted.map(toText).join('\n')}\n`,
    );
    this.problems = Object.freeze(sorted);
  }
}
