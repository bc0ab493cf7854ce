import { chooseFactors } from '../prefilter/choose-factors.js';
import { factorsOf } from '../prefilter/factors.js';
import { splitKey } from './key-table.js';
import { describePattern } from './pattern-shape.js';
import type { CompiledDetector } from './ruleset.js';

/** RE2 unrolls counted repetitions; beyond this the automaton grows out of its memory and the scan slows down. */
const largestRepetition = 200;
/** What a weak key's finding, or a doubtful detector's, must be lifted by to count. */
const contextStep = 0.35;
const weakConfidence = 0.4;

/** A keyword is a literal too: one of them must stand in the record. */
function lintPattern(pattern: string, hasKeywords: boolean): string[] {
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
  if (!hasKeywords && chooseFactors(factorsOf(pattern)).length === 0)
    warnings.push('asks for nothing that every match must hold, so every text must be searched in full');
  return warnings;
}

/** What the detectors looked at before have: the id by pattern, and by key in its canonical form. */
export interface Seen {
  readonly patterns: Map<string, string>;
  readonly keys: Map<string, string>;
}

function lintPatterns(detector: CompiledDetector, { patterns }: Seen): string[] {
  return detector.patterns.flatMap((pattern) => {
    const warnings = lintPattern(pattern, detector.keywords.length > 0);
    const other = patterns.get(pattern);
    if (other === undefined) patterns.set(pattern, detector.id);
    else warnings.push(`is the same as one of detector ${other}`);
    return warnings.map((warning) => `a pattern ${warning}.`);
  });
}

function lintKeys(detector: CompiledDetector, { keys }: Seen): string[] {
  return [...detector.keys, ...detector.weakKeys].flatMap((key) => {
    const canonical = splitKey(key).join('.');
    const other = keys.get(canonical);
    if (other === undefined) keys.set(canonical, detector.id);
    const warnings = [];
    if (other !== undefined && other !== detector.id)
      warnings.push(`the key ${key} is also one of detector ${other}.`);
    if (/[[\]$/]|^\.|\.\./.test(key))
      warnings.push(`the key ${key} can match nothing: a path is names joined by dots, and lists add none.`);
    return warnings;
  });
}

/** Findings that no record can lift to the threshold. */
function lintConfidence({
  confidence,
  threshold,
  raise,
  keys,
  weakKeys,
  patterns,
}: CompiledDetector): string[] {
  const lift = raise.length > 0 ? contextStep : 0;
  const reaches = (base: number): boolean => base + lift >= threshold;
  const warnings = [];
  if (weakKeys.length > 0 && !reaches(Math.min(confidence, weakConfidence)))
    warnings.push(
      `its weak keys never count: the threshold is ${String(threshold)} and no word of context.raise lifts them to it.`,
    );
  if (keys.length + patterns.length > 0 && !reaches(confidence))
    warnings.push(`it never counts: its confidence stays below the threshold of ${String(threshold)}.`);
  return warnings;
}

/** Letters as a, digits as 0: what is left is the shape. */
function shapeOf(text: string): string {
  return text.replace(/\p{L}+/gu, 'a').replace(/[0-9]/g, '0');
}

function lintExamples({ examples }: CompiledDetector): string[] {
  const shapes = examples.filter(({ expected }) => expected === 'match').map(({ text }) => shapeOf(text));
  if (new Set(shapes).size > 1) return [];
  return [
    'its match examples all look alike, so they prove little; vary the value and what stands around it.',
  ];
}

export function lintDetector(detector: CompiledDetector, seen: Seen): string[] {
  return [
    ...lintPatterns(detector, seen),
    ...lintKeys(detector, seen),
    ...lintConfidence(detector),
    ...lintExamples(detector),
  ];
}
