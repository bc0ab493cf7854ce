import { JsonTokens } from '../formats/json-tokens.js';
import { RawSource, TextPool, type TextSource } from '../formats/text-pool.js';
import type { ScanTrace } from '../explain/trace.js';
import type { EngineFormat, Limits } from '../types.js';
import type { Candidate } from './counts.js';
import { Documents } from './documents.js';
import { confidenceOf, judge, type Verdict } from './judge.js';
import type { DecodedValue } from './raw-finding.js';
import { RawFindings } from './raw-findings.js';
import { RepeatedFindings } from './repeated-findings.js';
import { signsOfEncoded } from './inspect.js';
import { ReplacedSpans } from './replaced-spans.js';
import { Units } from './units.js';

const noBytes = Buffer.alloc(0);

/** The record that is being scanned and what was found in it. One object serves record after record. */
export class RecordScan {
  /** The buffer that holds the record: a frame, or the record alone. */
  bytes: Buffer = noBytes;
  /** The record's span in `bytes`, without its newline. */
  start = 0;
  end = 0;
  format: EngineFormat = 'text';
  /**
   * The signs (inspect.ts) of the record as written, read as one text. Without one of those of what is encoded its texts have no
   * other form. Set by who knows; otherwise it is looked for.
   */
  signs: number = signsOfEncoded;
  /** Something was found in it by what its neighbours tell: its tokens and documents are needed. Set by who knows. */
  isJoined = false;
  readonly tokens = new JsonTokens();
  /** All that was decoded of the record. */
  readonly pool = new TextPool();
  readonly units = new Units();
  readonly documents = new Documents();
  /** Where a text has line breaks that are left out in another form of it; ascending once all units are there. */
  readonly breaks: number[] = [];
  /** The same bytes may be found more than once, in several forms of their text. */
  mayRepeat = false;
  readonly findings = new RawFindings();
  readonly replaced = new ReplacedSpans();
  limits: Limits;
  readonly #raw = new RawSource();
  readonly #repeated = new RepeatedFindings();
  /** What became of the candidate that was added last. */
  lastVerdict: Verdict = 'counts';
  /** Set to have a scan explained. */
  trace: ScanTrace | undefined;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  open(bytes: Buffer, start: number, end: number, format: EngineFormat): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.format = format;
    this.signs = signsOfEncoded;
    this.isJoined = false;
    this.#raw.bytes = bytes;
    this.tokens.reset();
    this.pool.reset();
    this.units.count = 0;
    this.documents.reset();
    // Setting the length of an array is slow even where it stays.
    if (this.breaks.length > 0) this.breaks.length = 0;
    this.findings.reset();
    this.replaced.reset();
    if (this.mayRepeat) this.#repeated.reset();
    this.mayRepeat = false;
  }

  /** The text that offsets count in: the pool of decoded texts, or the record as written. */
  source(inPool: number | undefined): TextSource {
    return inPool === 1 ? this.pool : this.#raw;
  }

  /** Lets go of the record's buffer. */
  close(): void {
    this.open(noBytes, 0, 0, 'text');
  }

  /** Adds what counts as a finding, judged. False if the record holds more of them than its budget allows. */
  add(candidate: Candidate, token: number, scope: number): boolean {
    const { start, end, detector, byKey } = candidate;
    const isJoined = candidate.breaks !== 'kept' && this.#crossesBreak(start, end);
    if (candidate.breaks === 'joined' && !isJoined) return true;
    const confidence = confidenceOf(this, candidate);
    const verdict = judge(this, candidate, confidence);
    this.lastVerdict = verdict;
    const { findings } = this;
    const value = valueOf(candidate, isJoined);
    findings.add(start, end, detector, byKey, token, scope, confidence, value, verdict);
    this.trace?.onJudged(candidate, { ...findings.at(findings.count - 1) });
    if (this.mayRepeat && !this.#repeated.keepIfNew(findings)) return true;
    return findings.count <= this.limits.maxFindingsPerRecord;
  }

  /** Whether a line break that was left out lies within `[start, end)`. */
  #crossesBreak(start: number, end: number): boolean {
    let low = 0;
    let high = this.breaks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.breaks[middle] as number) <= start) low = middle + 1;
      else high = middle;
    }
    return (this.breaks[low] ?? end) < end;
  }
}

function valueOf(candidate: Candidate, isJoined: boolean): DecodedValue | undefined {
  const { start, end, inPool, offset, from, to, depth, isDeep } = candidate;
  if (!inPool && !isDeep) return undefined;
  return { start, end, inPool, textStart: offset + from, textEnd: offset + to, depth, isDeep, isJoined };
}
