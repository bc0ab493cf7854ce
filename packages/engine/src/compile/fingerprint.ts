import { createHash } from 'node:crypto';
import { splitKey } from './key-table.js';
import type { MaskedNumber } from './policy-schema.js';
import type { DetectorProgram } from './ruleset.js';

/** Grows when the engine itself comes to redact the same ruleset differently. */
const engineVersion = 1;

/**
 * SHA-256, in hex, of the canonical form of a ruleset: everything that decides what comes out, in a fixed order of
 * keys. Titles, comments, examples, confidence, files and lines are not in it; the order of detectors is, as it
 * settles ties.
 */
export function fingerprintOf(programs: readonly DetectorProgram[], maskedNumber: MaskedNumber): string {
  const detectors = programs.map(({ detector, keywords }) => ({
    id: detector.id,
    category: detector.category,
    severity: detector.severity,
    label: detector.label,
    action: detector.action,
    keepLast: detector.action === 'partial' ? detector.keepLast : 0,
    patterns: detector.patterns,
    keys: [...new Set(detector.keys.map((key) => splitKey(key).join('.')))].sort(),
    validate: detector.validators,
    near: detector.keywords,
    within: keywords?.within ?? 0,
  }));
  return createHash('sha256')
    .update(JSON.stringify({ engineVersion, maskedNumber, detectors }))
    .digest('hex');
}
