import type { PatternProgram } from '../compile/ruleset.js';
import type { WithholdReason } from '../types.js';
import type { RecordScan } from './record-scan.js';

/**
 * After a match that was refused the search goes on at the next character, so that a look-alike in front cannot hide
 * a real value that begins inside it; after one that counts, at the end of its value. A match, or the part behind its
 * value, that is longer than this is not searched twice: the work stays linear. Bytes.
 */
const longestRetry = 256;

/** Start of the character behind the one at `at`. */
function nextCharacter(text: Buffer, at: number): number {
  let next = at + 1;
  while (next < text.length && ((text[next] as number) & 0xc0) === 0x80) next += 1;
  return next;
}

/**
 * The text of one unit and where it stands. A unit without escapes is its own bytes at `base`; one with escapes is
 * what `scan.decoded` holds.
 */
export interface Unit {
  text: Buffer;
  base: number;
  isDecoded: boolean;
  token: number;
  scope: number;
}

function counts(program: PatternProgram, scan: RecordScan, unit: Unit, span: MatchSpan): boolean {
  const { keywords } = program.detector;
  if (keywords !== undefined && !isNearKeyword(scan, unit, span, keywords)) return false;
  return program.detector.validators.every((accepts) => accepts(unit.text, span.valueStart, span.valueEnd));
}

function toRaw(scan: RecordScan, unit: Unit, offset: number): number {
  return unit.isDecoded ? scan.decoded.toRaw(offset) : unit.base + offset;
}

interface MatchSpan {
  start: number;
  end: number;
  valueStart: number;
  valueEnd: number;
}

/** Looks at the raw record in front of the value and behind it, from `within` bytes around the whole match. */
function isNearKeyword(
  scan: RecordScan,
  unit: Unit,
  span: MatchSpan,
  keywords: NonNullable<PatternProgram['detector']['keywords']>,
): boolean {
  const from = Math.max(scan.start, toRaw(scan, unit, span.start) - keywords.within);
  if (keywords.occursIn(scan.bytes, from, toRaw(scan, unit, span.valueStart))) return true;
  const to = Math.min(scan.end, toRaw(scan, unit, span.end) + keywords.within);
  return keywords.occursIn(scan.bytes, toRaw(scan, unit, span.valueEnd), to);
}

/** Adds to `scan` what one pattern finds in one unit. Says why if the record must be withheld. */
export function matchUnit(program: PatternProgram, scan: RecordScan, unit: Unit): WithholdReason | undefined {
  const { regex, hasValueGroup } = program.pattern;
  const { text } = unit;
  regex.lastIndex = 0;
  if (!regex.test(text)) return undefined;
  regex.lastIndex = 0;
  const span: MatchSpan = { start: 0, end: 0, valueStart: 0, valueEnd: 0 };
  for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
    span.start = match.index;
    span.end = match.index + match[0].length;
    // A value group that took no part in the match leaves the whole match as the finding.
    const value = hasValueGroup ? match.indices?.groups?.['value'] : undefined;
    span.valueStart = value?.[0] ?? span.start;
    span.valueEnd = value?.[1] ?? span.end;
    let isFound: boolean;
    try {
      isFound = span.valueStart < span.valueEnd && counts(program, scan, unit, span);
    } catch {
      return 'validator_failed';
    }
    if (!isFound) {
      regex.lastIndex = span.end - span.start > longestRetry ? span.end : nextCharacter(text, span.start);
      continue;
    }
    const start = toRaw(scan, unit, span.valueStart);
    const end = toRaw(scan, unit, span.valueEnd);
    const { detector } = program;
    const { token, scope } = unit;
    if (!scan.add({ start, end, detector, byKey: false, token, scope })) return 'scan_budget';
    if (span.end - span.valueEnd <= longestRetry) regex.lastIndex = span.valueEnd;
  }
  return undefined;
}
