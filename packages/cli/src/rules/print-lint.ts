import type { RuleProblem } from '@scrubjay/engine';
import { printLine } from '../output.js';
import { colours } from './colours.js';

export type LintProblem = ReturnType<typeof withSeverity>;

/** A problem that says nothing of its severity is a warning. */
export function withSeverity(
  problem: RuleProblem & { readonly code?: string; readonly severity?: 'error' | 'warning' },
) {
  return { ...problem, severity: problem.severity ?? 'warning' };
}

export function countSeverities(problems: readonly LintProblem[]): { errors: number; warnings: number } {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: problems.length - errors };
}

/** Prints problems file by file, in the order of their lines; each line begins with its place, for editors. */
export function printLint(problems: readonly LintProblem[]): void {
  const files = [...new Set(problems.map(({ file }) => file))].sort();
  for (const file of files) {
    const found = problems.filter((problem) => problem.file === file);
    printLine(colours.bold(`${file} (${found.length})`));
    for (const problem of found.sort((a, b) => a.line - b.line)) {
      const { line, code, severity, detector, message } = problem;
      const owner = detector === undefined ? '' : `${detector}: `;
      const paint = severity === 'error' ? colours.red : colours.yellow;
      const kind = code === undefined ? paint(severity) : `${paint(severity)} ${code}`;
      printLine(`  ${file}:${line}: ${kind}: ${owner}${message}`);
    }
  }
}
