import type { PatternProgram } from '../compile/ruleset.js';
import type { WithholdReason } from '../types.js';
import { counts, createCandidate, type Candidate } from './counts.js';
import type { OpenUnit } from './open-unit.js';
import type { RecordScan } from './record-scan.js';

/**
 * After a match that was refused the search goes on at the next character, so that a look-alike in front cannot hide
 * a real value that begins inside it; after one that counts, at the end of its value. A match, or the part behind its
 * value, that is longer than this is not searched twice: the work stays linear. Bytes.
 */
const longestRetry = 256;

const candidate = createCandidate(false);

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
): WithholdReason | undefined {
  const { regex, hasValueGroup } = program.pattern;
  const { text } = unit;
  regex.lastIndex = 0;
  if (!regex.test(text)) return undefined;
  regex.lastIndex = 0;
  candidate.detector = program.detector;
  candidate.pattern = program.pattern;
  unit.describe(candidate);
  for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
    const start = match.index;
    const end = start + match[0].length;
    // A value group that took no part in the match leaves the whole match as the finding.
    const value = hasValueGroup ? match.indices?.groups?.['value'] : undefined;
    const from = value?.[0] ?? start;
    const to = value?.[1] ?? end;
    let isFound: boolean;
    try {
      isFound = from < to && counts(scan, locate(unit, start, from, to, end));
    } catch {
      return 'validator_failed';
    }
    if (!isFound) {
      regex.lastIndex = end - start > longestRetry ? end : nextCharacter(text, start);
      continue;
    }
    if (!scan.add(candidate, unit.token, unit.scope)) return 'scan_budget';
    if (end - to <= longestRetry) regex.lastIndex = to;
  }
  return undefined;
}
