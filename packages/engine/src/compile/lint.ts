import { describePattern } from './pattern-shape.js';
import type { RuleProblem } from './problems.js';
import type { CompiledDetector, Ruleset } from './ruleset.js';

/** RE2 unrolls counted repetitions; beyond this the automaton grows out of its memory and the scan slows down. */
const largestRepetition = 200;

function lintPattern(pattern: string): string[] {
  const shape = describePattern(pattern);
  const warnings: string[] = [];
  if (shape.startsUnbounded) {
    warnings.push(
      'begins with an unbounded repetition, which is tried at every byte; begin with a literal or \\b',
    );
  }
  if (shape.largestRepetition > largestRepetition) {
    warnings.push(
      `repeats ${String(shape.largestRepetition)} times; more than ${String(largestRepetition)} makes it slow`,
    );
  }
  if (shape.literals === 0)
    warnings.push('holds no literal character, so every text must be searched in full');
  return warnings;
}

function lintDetector(detector: CompiledDetector, seen: Map<string, string>): string[] {
  return detector.patterns.flatMap((pattern) => {
    const warnings = lintPattern(pattern);
    const other = seen.get(pattern);
    if (other === undefined) seen.set(pattern, detector.id);
    else warnings.push(`is the same as one of detector ${other}`);
    return warnings.map((warning) => `a pattern ${warning}.`);
  });
}

/** Things in a valid ruleset that are probably not meant, or slow. What is wrong is refused when it is compiled. */
export function lintRuleset(ruleset: Ruleset): RuleProblem[] {
  const seen = new Map<string, string>();
  return ruleset.detectors.flatMap((detector) => {
    const { file, line, id } = detector;
    return lintDetector(detector, seen).map((message) => ({ file, line, detector: id, message }));
  });
}
