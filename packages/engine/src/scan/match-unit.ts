import type { PatternProgram } from '../compile/ruleset.js';
import type { WithholdReason } from '../types.js';
import { counts, createCandidate, type Candidate } from './counts.js';
import { findMatch, type FindMatch, type PatternMatch } from './find-match.js';
import type { OpenUnit } from './open-unit.js';
import type { RecordScan } from './record-scan.js';

/**
 * After a match that was refused the search goes on at the next character, so that a look-alike in front cannot hide
 * a real value that begins inside it; after one that counts, at the end of its value. A match, or the part behind its
 * value, that is longer than this is not searched twice: the work stays linear. Bytes.
 */
const longestRetry = 256;

const candidate = createCandidate(false);
const match: PatternMatch = { start: 0, from: 0, to: 0, end: 0 };

/** Start of the character behind the one at `at`. */
function nextCharacter(text: Buffer, at: number): number {
  let next = at + 1;
  while (next < text.length && ((text[next] as number) & 0xc0) === 0x80) next += 1;
  return next;
}

/** Says what stands at the match `[start, end)` with the value `[from, to)`. */
function locate(unit: OpenUnit, start: number, from: number, to: number, end: number): Candidate {
  candidate.matchFrom = start;
  candidate.matchTo = end;
  candidate.matchStart = unit.beginOf(start);
  candidate.matchEnd = unit.endOf(end);
  return unit.place(candidate, from, to);
}

/** Adds to `scan` what one pattern finds in one unit. Says why if the record must be withheld. */
export function matchUnit(
  program: PatternProgram,
  scan: RecordScan,
  unit: OpenUnit,
  find: FindMatch = findMatch,
): WithholdReason | undefined {
  const { pattern } = program;
  const { text } = unit;
  let isMatch = find(pattern, text, 0, match);
  if (!isMatch) return undefined;
  candidate.detector = program.detector;
  candidate.pattern = pattern;
  unit.describe(candidate);
  while (isMatch) {
    const { start, from, to, end } = match;
    let isFound: boolean;
    try {
      isFound = from < to && counts(scan, locate(unit, start, from, to, end));
    } catch {
      return 'validator_failed';
    }
    let next: number;
    if (isFound) {
      if (!scan.add(candidate, unit.token, unit.scope)) return 'scan_budget';
      next = end - to <= longestRetry ? to : end;
    } else next = end - start > longestRetry ? end : nextCharacter(text, start);
    isMatch = find(pattern, text, next, match);
  }
  return undefined;
}
