import { AllowRule } from './allow-rules.js';
import { lintAllow, type AllowWarning } from './lint-allow.js';
import { lintDetector, type Seen } from './lint-detector.js';
import type { RuleProblem } from './problems.js';
import { rulesetVariants } from './ruleset-for.js';
import { programOf, type Ruleset } from './ruleset.js';

function placeOf({ about, message }: AllowWarning): RuleProblem {
  if (about instanceof AllowRule) {
    const { file, line } = about.place;
    return { file, line, message: `allow: ${message}` };
  }
  const { file, line, id } = about.detector;
  return { file, line, detector: id, message };
}

/**
 * Things in a valid ruleset that are probably not meant, or slow: in its detectors, and in the allow rules of the policy
 * and of each override. What is wrong is refused when it is compiled.
 */
export function lintRuleset(ruleset: Ruleset): RuleProblem[] {
  const seen: Seen = { patterns: new Map(), keys: new Map() };
  const problems = ruleset.detectors.flatMap((detector): RuleProblem[] => {
    const { file, line, id } = detector;
    return lintDetector(detector, seen).map((message) => ({ file, line, detector: id, message }));
  });
  const allowed = rulesetVariants(ruleset).flatMap((variant) => lintAllow(programOf(variant)).map(placeOf));
  const byText = new Map(allowed.map((problem) => [JSON.stringify(problem), problem]));
  return [...problems, ...byText.values()];
}
