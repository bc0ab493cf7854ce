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

/** A single problem stays on the line of the error; several are listed one a line. */
function describe(problems: readonly RuleProblem[]): string {
  const texts = problems.map(toText);
  return texts.length === 1
    ? texts.join()
    : `${String(texts.length)} problems in the rules.\n${texts.join('\n')}\n`;
}

/** SJ_RULES_INVALID with every problem of all files. */
export class RulesError extends ScrubjayError {
  readonly problems: readonly RuleProblem[];

  constructor(problems: readonly RuleProblem[]) {
    const sorted = [...problems].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
    super('SJ_RULES_INVALID', describe(sorted));
    this.problems = Object.freeze(sorted);
  }
}
