import type { DetectorProgram } from '../compile/ruleset.js';
import { tokenKind } from '../formats/json-tokens.js';
import type { WithholdReason } from '../types.js';
import { createCandidate } from './counts.js';
import type { FrameScanner } from './frame-scan.js';
import type { RecordScan } from './record-scan.js';

/** The part of a declaration that matters here; `DeclaredSpan` of apply/declared.ts is one. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly isKey: boolean;
}

/** A span that the current token lies in. */
interface OpenSpan {
  readonly end: number;
  readonly isKey: boolean;
  /** Undefined: declared safe. */
  readonly detector: DetectorProgram | undefined;
  /** Token of the value that the span is. */
  readonly scope: number;
}

const candidate = createCandidate(true);

/**
 * Adds to what another scanner finds what is declared: `spans`, ascending, outer ones first, with a detector each, or
 * undefined for safe ones. Records must be scanned in their order.
 */
export class DeclaredScanner implements FrameScanner {
  readonly #inner: FrameScanner;
  readonly #spans: readonly Span[];
  readonly #detectors: readonly (DetectorProgram | undefined)[];
  #next = 0;

  constructor(
    inner: FrameScanner,
    spans: readonly Span[],
    detectors: readonly (DetectorProgram | undefined)[],
  ) {
    this.#inner = inner;
    this.#spans = spans;
    this.#detectors = detectors;
  }

  /** Something may be declared about any record. */
  quietUntil(index: number): number {
    return index;
  }

  scanRecord(index: number, scan: RecordScan): WithholdReason | undefined {
    return this.#inner.scanRecord(index, scan) ?? this.#addDeclared(scan);
  }

  scanJoined(scan: RecordScan): WithholdReason | undefined {
    return this.#inner.scanJoined(scan);
  }

  #addDeclared(scan: RecordScan): WithholdReason | undefined {
    // Spans of records that were withheld are passed over.
    while ((this.#spans[this.#next]?.start ?? Infinity) < scan.start) this.#next += 1;
    if ((this.#spans[this.#next]?.start ?? Infinity) >= scan.end) return undefined;
    const { tokens } = scan;
    // Declarations are about the record's own JSON, not about JSON within its strings.
    const count = scan.documents.all[0]?.endToken ?? 0;
    const open: OpenSpan[] = [];
    const safe = new Set<number>();
    for (let token = 0; token < count; token += 1) {
      const start = tokens.starts[token] as number;
      for (let at = open.length - 1; at >= 0; at -= 1) if ((open[at]?.end ?? 0) <= start) open.splice(at, 1);
      this.#openAt(open, scan, token);
      if (open.length > 0 && !addToken(scan, token, open, safe)) return 'scan_budget';
    }
    if (safe.size > 0) removeFindings(scan, safe);
    return undefined;
  }

  /** A span begins at the quote of a string, or where its number, word or bracket does. */
  #openAt(open: OpenSpan[], { tokens }: RecordScan, token: number): void {
    const start = tokens.starts[token] as number;
    const isKey = tokens.kinds[token] === tokenKind.key;
    for (;;) {
      const span = this.#spans[this.#next];
      if (span === undefined || span.start > start) return;
      const detector = this.#detectors[this.#next];
      this.#next += 1;
      open.push({ end: span.end, isKey: span.isKey, detector, scope: isKey ? token + 1 : token });
    }
  }
}

/** False if the record holds more findings than its budget allows. */
function addToken(scan: RecordScan, token: number, open: readonly OpenSpan[], safe: Set<number>): boolean {
  const { tokens } = scan;
  const kind = tokens.kinds[token];
  if (kind === tokenKind.object || kind === tokenKind.array) return true;
  const isKey = kind === tokenKind.key;
  let isSafe = false;
  let isSensitive = false;
  for (const { isKey: isForKey, detector, scope } of open) {
    if (detector === undefined) isSafe = true;
    else if (isForKey === isKey) {
      isSensitive = true;
      if (!addFinding(scan, token, detector, scope)) return false;
    }
  }
  if (isSafe && !isSensitive) safe.add(token);
  return true;
}

function addFinding(scan: RecordScan, token: number, detector: DetectorProgram, scope: number): boolean {
  const start = scan.tokens.starts[token] as number;
  const end = scan.tokens.ends[token] as number;
  // There is nothing to hide in these.
  if (start === end || scan.tokens.kinds[token] === tokenKind.null) return true;
  candidate.detector = detector;
  candidate.text = scan.bytes;
  candidate.from = candidate.start = candidate.matchStart = start;
  candidate.to = candidate.end = candidate.matchEnd = end;
  return scan.add(candidate, token, scope);
}

function removeFindings({ findings }: RecordScan, tokens: ReadonlySet<number>): void {
  findings.replace(findings.all().filter(({ token }) => !tokens.has(token)));
}
