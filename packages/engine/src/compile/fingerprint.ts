import { createHash } from 'node:crypto';
import type { AllowRule } from './allow-rules.js';
import { splitKey } from './key-table.js';
import type { DetectorProgram, Program } from './ruleset.js';

/** Grows when the engine itself comes to redact the same ruleset differently. */
const engineVersion = 2;

function canonicalKeys(keys: readonly string[]): string[] {
  return [...new Set(keys.map((key) => splitKey(key).join('.')))].sort();
}

function canonicalAllow({ source }: AllowRule): unknown {
  const { values = [], patterns = [], domains = [], networks = [] } = source;
  return [values, patterns, domains, networks];
}

function canonicalDetector({ detector, keywords, context, allow }: DetectorProgram): unknown {
  return {
    id: detector.id,
    category: detector.category,
    severity: detector.severity,
    confidence: detector.confidence,
    threshold: detector.threshold,
    label: detector.label,
    action: detector.action,
    keepLast: detector.action === 'partial' ? detector.keepLast : 0,
    generalizeAs: detector.action === 'generalize' ? detector.generalizeAs : '',
    patterns: detector.patterns,
    keys: canonicalKeys(detector.keys),
    weakKeys: canonicalKeys(detector.weakKeys),
    textValue: detector.textValue,
    scalarsOnly: detector.scalarsOnly,
    validate: detector.validators,
    near: detector.keywords,
    within: keywords?.within ?? 0,
    context: [detector.raise, detector.lower, context?.within ?? 0],
    allow: allow.map(canonicalAllow),
  };
}

/**
 * SHA-256, in hex, of the canonical form of a ruleset without its overrides: everything that decides what comes out, in
 * a fixed order of keys. Titles, comments, examples, reasons, files and lines are not in it; the order of detectors is,
 * as it settles ties.
 */
export function fingerprintOf(program: Omit<Program, 'keys' | 'patterns'>): string {
  const { maskedNumber, unknownFields, fields } = program;
  const actions = [...program.actions].sort(([a], [b]) => (a < b ? -1 : 1));
  const detectors = program.detectors.map(canonicalDetector);
  return createHash('sha256')
    .update(JSON.stringify({ engineVersion, maskedNumber, unknownFields, fields, actions, detectors }))
    .digest('hex');
}

/** Of a policy with overrides: its own, what each override makes of it alone, and where each applies. */
export function combineFingerprints(own: string, overrides: readonly (readonly unknown[])[]): string {
  return overrides.length === 0
    ? own
    : createHash('sha256')
        .update(JSON.stringify([own, ...overrides]))
        .digest('hex');
}
