import type { AllowRule } from '../compile/allow-rules.js';
import { Keywords } from '../compile/keywords.js';
import { programOf, type DetectorProgram, type Ruleset } from '../compile/ruleset.js';
import { settleFindings, type SettledFinding } from '../apply/settle.js';
import { occursAround, type Candidate } from '../scan/counts.js';
import { scanPlain } from '../scan/plain.js';
import type { RawFinding } from '../scan/raw-finding.js';
import { RecordScan } from '../scan/record-scan.js';
import type { Action, Category, EngineFormat, Limits, WithholdReason } from '../types.js';
import { pathAt } from './json-path.js';
import type { RefusedBy, ScanTrace } from './trace.js';

/** How a finding's confidence came about: `base` and at most one move by a word near it. */
export interface ConfidenceSum {
  readonly base: number;
  /** A word of the context and what it added, or took away if negative. */
  readonly moved: { readonly word: string; readonly by: number } | undefined;
  readonly total: number;
  /** The policy's, from which a finding counts. */
  readonly threshold: number;
}

/**
 * What became of a value that a rule looked at. `acts`: it is acted on under this detector's name. `overlap`: it counts,
 * and is part of a finding that another one names. The rest is not acted on, and says why: `replaced` lies in what an
 * earlier redaction wrote, `structure` covers but brackets and commas of a JSON document in a text.
 */
export type MatchOutcome =
  | { readonly kind: 'acts'; readonly action: Action }
  | { readonly kind: 'overlap'; readonly detector: string; readonly action: Action }
  | { readonly kind: 'keywords'; readonly near: readonly string[]; readonly within: number }
  | { readonly kind: 'validator'; readonly name: string }
  | { readonly kind: 'confidence' }
  | { readonly kind: 'allowed'; readonly reason: string; readonly list: string | undefined }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'structure' };

/** A value that a rule looked at. Offsets count bytes of the record as written. */
export interface ExplainedMatch {
  readonly detector: string;
  readonly category: Category;
  readonly start: number;
  readonly end: number;
  /** Number of the pattern within its detector, from 1; undefined if the name of its field led there. */
  readonly pattern: number | undefined;
  /** Where the value stands in a JSON record; undefined in a text. */
  readonly path: string | undefined;
  /** The value as the rules read it, where that is not how it is written. */
  readonly decoded: string | undefined;
  /** Undefined where a check of the detector refused it before. */
  readonly confidence: ConfidenceSum | undefined;
  readonly outcome: MatchOutcome;
}

export interface Explanation {
  /** Set if the record cannot be redacted for certain; `matches` then ends where the scan did, and nothing acts. */
  readonly withheld: WithholdReason | undefined;
  /** In order of place. */
  readonly matches: readonly ExplainedMatch[];
  /** Ids of the detectors that looked and matched nothing, in the order of the ruleset. */
  readonly silent: readonly string[];
}

/** Matches that are kept of a record; beyond, only their number grows. */
const mostMatches = 10_000;

interface Weighed {
  readonly match: Omit<ExplainedMatch, 'outcome' | 'path'>;
  /** What became of it, once overlaps are settled. */
  readonly settle: (settled: readonly SettledFinding[]) => MatchOutcome;
}

/** The first word of `words` that stands near the candidate. */
function wordNear(
  scan: RecordScan,
  candidate: Candidate,
  words: Keywords,
  within: number,
): string | undefined {
  return words.words.find((word) => occursAround(scan, candidate, new Keywords([word], within), within));
}

function round(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}

function sumOf(scan: RecordScan, candidate: Candidate, total: number): ConfidenceSum {
  const { confidence: base, context, detector } = candidate.detector;
  const { threshold } = detector;
  if (context === undefined || total === base) return { base, moved: undefined, total, threshold };
  const words = total > base ? context.raise : context.lower;
  // It moved, so there is one.
  const word = wordNear(scan, candidate, words, context.within) as string;
  return { base, moved: { word, by: round(total - base) }, total, threshold };
}

function allowedBy({ allow }: DetectorProgram, candidate: Candidate): MatchOutcome {
  const value = candidate.text.toString('utf8', candidate.from, candidate.to);
  const rule = allow.find((one) => one.allows(value)) as AllowRule;
  return { kind: 'allowed', reason: rule.source.reason, list: rule.place.list };
}

function refusedBy({ detector, keywords }: DetectorProgram, by: RefusedBy): MatchOutcome {
  return by === 'keywords'
    ? { kind: 'keywords', near: detector.keywords, within: (keywords as Keywords).within }
    : { kind: 'validator', name: detector.validators[by] as string };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Keeps what a scan tells of its candidates. */
class Recorder implements ScanTrace {
  readonly weighed: Weighed[] = [];
  /** By detector, the match that its checks refused last. */
  readonly #refused = new Map<DetectorProgram, Span>();
  readonly #kept = new Set<string>();
  readonly #scan: RecordScan;

  constructor(scan: RecordScan) {
    this.#scan = scan;
  }

  onRefused(candidate: Candidate, by: RefusedBy): void {
    const { start, end, detector: program } = candidate;
    // The search goes on inside a refused match, and what it meets there is most often refused as well.
    const around = this.#refused.get(program);
    if (around !== undefined && around.start <= start && end <= around.end) return;
    this.#refused.set(program, { start, end });
    const outcome = refusedBy(program, by);
    this.#keep(candidate, 'refused', undefined, () => outcome);
  }

  onJudged(candidate: Candidate, finding: RawFinding): void {
    const confidence = sumOf(this.#scan, candidate, finding.confidence);
    if (finding.verdict === 'counts') {
      this.#keep(candidate, finding.verdict, confidence, (settled) => settledOutcome(finding, settled));
      return;
    }
    const outcome = {
      replaced: () => ({ kind: 'replaced' }) as const,
      doubtful: () => ({ kind: 'confidence' }) as const,
      allowed: () => allowedBy(candidate.detector, candidate),
    }[finding.verdict]();
    this.#keep(candidate, finding.verdict, confidence, () => outcome);
  }

  /** Keeps a match once: the same bytes are met again in other forms of their text. */
  #keep(
    candidate: Candidate,
    verdict: string,
    confidence: ConfidenceSum | undefined,
    settle: Weighed['settle'],
  ): void {
    const { bytes } = this.#scan;
    const { start, end, byKey, pattern } = candidate;
    const { detector, patterns } = candidate.detector;
    const number = byKey || pattern === undefined ? undefined : patterns.indexOf(pattern) + 1;
    const key = [detector.id, start, end, number, verdict].join(' ');
    if (this.weighed.length >= mostMatches || this.#kept.has(key)) return;
    this.#kept.add(key);
    const value = candidate.text.toString('utf8', candidate.from, candidate.to);
    const match = {
      detector: detector.id,
      category: detector.category,
      start,
      end,
      pattern: number,
      decoded: value === bytes.toString('utf8', start, end) ? undefined : value,
      confidence,
    };
    this.weighed.push({ match, settle });
  }
}

/** What was made of a finding that counts, once overlaps are settled and JSON in texts is kept whole. */
function settledOutcome(found: RawFinding, settled: readonly SettledFinding[]): MatchOutcome {
  const parts = settled.filter(({ start, end }) => start < found.end && found.start < end);
  const part = parts.find(({ detector }) => detector.index === found.detector.index) ?? parts[0];
  if (part === undefined) return { kind: 'structure' };
  const { action, detector } = part;
  return detector.index === found.detector.index
    ? { kind: 'acts', action }
    : { kind: 'overlap', detector: detector.detector.id, action };
}

/**
 * Tells what each rule made of one record: the very scan that redacts runs, by the reference path, and says what it
 * weighs. For the rule workbench only: the answer quotes the record.
 */
export function explainRecord(
  ruleset: Ruleset,
  record: Buffer,
  format: EngineFormat,
  limits: Limits,
): Explanation {
  const program = programOf(ruleset);
  const scan = new RecordScan(limits);
  const recorder = new Recorder(scan);
  scan.trace = recorder;
  scan.open(record, 0, record.length, format);
  const withheld = scanPlain(program, scan);
  const settled = settleFindings(scan.findings);
  const matches = recorder.weighed
    .map(({ match, settle }): ExplainedMatch => ({
      ...match,
      path: pathAt(scan, match.start),
      outcome: settle(settled),
    }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const heard = new Set(matches.map(({ detector }) => detector));
  const silent = program.detectors.map(({ detector }) => detector.id).filter((id) => !heard.has(id));
  return { withheld, matches, silent };
}
