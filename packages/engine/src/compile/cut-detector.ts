import { Buffer } from 'node:buffer';
import type { DetectorProgram, TokenShapes } from './ruleset.js';

export const cutLabel = 'CUT';

/**
 * What hides the value that a line ends in which a container runtime cut there, where the rest is not at hand. Part of
 * every ruleset, of no pack.
 */
export function createCutDetector(index: number, tokens: TokenShapes): DetectorProgram {
  return Object.freeze({
    index,
    detector: Object.freeze({
      id: 'cut-value',
      title: 'The value that a cut line ends in',
      category: 'pii',
      severity: 'low',
      confidence: 1,
      threshold: 0,
      label: cutLabel,
      action: 'mask',
      keepLast: 0,
      generalizeAs: undefined,
      pack: 'engine',
      file: 'engine',
      line: 1,
      patterns: [],
      keys: [],
      weakKeys: [],
      raise: [],
      lower: [],
      validators: [],
      keywords: [],
      textValue: 'word',
      scalarsOnly: false,
      examples: [],
    }),
    mask: Buffer.from(`[${cutLabel}]`),
    patterns: [],
    keywords: undefined,
    validators: [],
    confidence: 1,
    context: undefined,
    allow: [],
    tokens,
  });
}
