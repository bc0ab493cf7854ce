import type { DetectorProgram } from '../compile/ruleset.js';
import { tokenKind } from '../formats/json-tokens.js';
import { counts, createCandidate } from './counts.js';
import { noHost, type JsonDocument } from './documents.js';
import type { RecordScan } from './record-scan.js';

/** Detectors that act on everything below some fields, the outermost first; by each the token of the field's value. */
export class ActiveFields {
  count = 0;
  readonly detectors: DetectorProgram[] = [];
  readonly scopes: number[] = [];

  add(detector: DetectorProgram, scope: number): void {
    this.detectors[this.count] = detector;
    this.scopes[this.count] = scope;
    this.count += 1;
  }
}

const candidate = createCandidate(true);

/** Whether a token lies in a document within a text, which a JSON record's own is not. */
function isWithin({ format, tokens }: RecordScan, token: number): boolean {
  return format === 'text' || tokens.documents[token] !== 0;
}

/** Adds to `scan` what the detectors of `active` find in a scalar. False if the record must be withheld. */
export function addLeaf(scan: RecordScan, token: number, active: ActiveFields): boolean {
  const { tokens, documents } = scan;
  const from = tokens.textStarts[token] as number;
  const to = tokens.textEnds[token] as number;
  if (from === to || tokens.kinds[token] === tokenKind.null) return true;
  const source = scan.source(tokens.textInPool[token]);
  const { hostToken, hostScope } = documents.all[tokens.documents[token] as number] as JsonDocument;
  candidate.inPool = tokens.textInPool[token] === 1;
  candidate.isDeep = isWithin(scan, token);
  // Nothing of the pool around the value: what stands there is of other texts, even of other records.
  candidate.text = source.bytes.subarray(from, to);
  candidate.offset = from;
  candidate.from = candidate.matchFrom = 0;
  candidate.to = candidate.matchTo = to - from;
  candidate.start = candidate.matchStart = source.beginOf(from);
  candidate.end = candidate.matchEnd = source.endOf(to - 1);
  for (let at = 0; at < active.count; at += 1) {
    candidate.detector = active.detectors[at] as DetectorProgram;
    const scope = active.scopes[at] as number;
    const isCounted = counts(scan, candidate);
    const host = hostToken === noHost ? token : hostToken;
    if (isCounted && !scan.add(candidate, host, hostToken === noHost ? scope : hostScope)) return false;
  }
  return true;
}
