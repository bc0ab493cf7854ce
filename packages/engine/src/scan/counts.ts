import { Buffer } from 'node:buffer';
import type { CompiledPattern } from '../compile/compile-pattern.js';
import type { Keywords } from '../compile/keywords.js';
import type { DetectorProgram } from '../compile/ruleset.js';
import type { Validator } from '../validate/index.js';
import type { RecordScan } from './record-scan.js';

const noText = Buffer.alloc(0);

/** What a detector has hit upon in a unit, and where. One object serves candidate after candidate. */
export interface Candidate {
  detector: DetectorProgram;
  /** By field name, not by pattern. */
  byKey: boolean;
  /** The pattern that matched; undefined if by field name. */
  pattern: CompiledPattern | undefined;
  /** Text of the unit, decoded; the value is `text[from, to)`. */
  text: Buffer;
  from: number;
  to: number;
  /** Span of the value, and of the whole match around it, in the bytes of the record as written. */
  start: number;
  end: number;
  matchStart: number;
  matchEnd: number;
  /** Span of the whole match in `text`. */
  matchFrom: number;
  matchTo: number;
  /** Where `text` begins in the record or in the pool of decoded texts, and what unit it is of. */
  inPool: boolean;
  offset: number;
  depth: number;
  isDeep: boolean;
  /** What became of the line breaks of the text: `joined` texts are only read for what runs over one. */
  breaks: 'kept' | 'soft' | 'joined';
}

export function createCandidate(byKey: boolean): Candidate {
  // The detector is set before any use.
  const detector = undefined as unknown as DetectorProgram;
  return {
    detector,
    byKey,
    pattern: undefined,
    text: noText,
    from: 0,
    to: 0,
    start: 0,
    end: 0,
    matchStart: 0,
    matchEnd: 0,
    matchFrom: 0,
    matchTo: 0,
    inPool: false,
    offset: 0,
    depth: 0,
    isDeep: false,
    breaks: 'kept',
  };
}

/**
 * Whether one of the words stands within so many bytes around the match, in front of the value or behind it: in the record
 * as written, or in the text as it was decoded.
 */
export function occursAround(
  scan: RecordScan,
  candidate: Candidate,
  words: Keywords,
  within: number,
): boolean {
  const { labels } = candidate.detector.tokens;
  const from = Math.max(scan.start, candidate.matchStart - within);
  if (words.occursIn(scan.bytes, from, candidate.start, labels)) return true;
  const to = Math.min(scan.end, candidate.matchEnd + within);
  if (words.occursIn(scan.bytes, candidate.end, to, labels)) return true;
  if (!candidate.inPool) return false;
  const { text } = candidate;
  if (words.occursIn(text, Math.max(0, candidate.matchFrom - within), candidate.from, labels)) return true;
  return words.occursIn(text, candidate.to, Math.min(text.length, candidate.matchTo + within), labels);
}

/** Whether a candidate is a finding. Every raw finding passes here. Throws if a validator does. */
export function counts(scan: RecordScan, candidate: Candidate): boolean {
  if (candidate.byKey) return true;
  const { keywords, validators } = candidate.detector;
  if (keywords !== undefined && !occursAround(scan, candidate, keywords, keywords.within)) {
    scan.trace?.onRefused(candidate, 'keywords');
    return false;
  }
  for (let at = 0; at < validators.length; at += 1) {
    if ((validators[at] as Validator)(candidate.text, candidate.from, candidate.to)) continue;
    scan.trace?.onRefused(candidate, at);
    return false;
  }
  return true;
}
