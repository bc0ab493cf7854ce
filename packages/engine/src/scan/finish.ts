import { tokenKind } from '../formats/json-tokens.js';
import { firstEndingBehind, rawEndOf, rawStartOf, type JsonDocument } from './documents.js';
import type { RawFinding } from './raw-finding.js';
import type { RecordScan } from './record-scan.js';

/** What a detector found in texts with their line breaks: by place, and how far it reaches up to each. */
interface Found {
  readonly findings: RawFinding[];
  readonly reaches: number[];
}

function isJoined({ value }: RawFinding): boolean {
  return value?.isJoined === true;
}

function groupByDetector(findings: readonly RawFinding[]): Map<number, Found> {
  const groups = new Map<number, Found>();
  for (const finding of findings) {
    if (isJoined(finding)) continue;
    const { index } = finding.detector;
    const group = groups.get(index) ?? { findings: [], reaches: [] };
    groups.set(index, group);
    group.findings.push(finding);
  }
  for (const group of groups.values()) {
    group.findings.sort((a, b) => a.start - b.start);
    let reach = 0;
    for (const { end } of group.findings) group.reaches.push((reach = Math.max(reach, end)));
  }
  return groups;
}

function overlapsAny({ findings, reaches }: Found, { start, end }: RawFinding): boolean {
  let low = 0;
  let high = findings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((findings[middle] as RawFinding).start < end) low = middle + 1;
    else high = middle;
  }
  return low > 0 && (reaches[low - 1] as number) > start;
}

/** A line break that was left out makes two values one only where neither of them is one alone. */
function dropNeedlessJoins(findings: readonly RawFinding[]): RawFinding[] {
  const groups = groupByDetector(findings);
  return findings.filter((finding) => {
    const group = isJoined(finding) ? groups.get(finding.detector.index) : undefined;
    return group === undefined || !overlapsAny(group, finding);
  });
}

/** Cuts findings of a text at the structure of the JSON documents in it. */
class StructureCut {
  readonly #scan: RecordScan;
  readonly #output: RawFinding[] = [];

  constructor(scan: RecordScan) {
    this.#scan = scan;
  }

  run(findings: readonly RawFinding[]): RawFinding[] {
    for (const finding of findings) this.#cut(finding);
    return this.#output;
  }

  #cut(finding: RawFinding): void {
    const family = this.#scan.documents.in(finding.token);
    let from = finding.start;
    for (let at = firstEndingBehind(family, finding.start); at < family.length; at += 1) {
      const document = family[at] as JsonDocument;
      if (document.start >= finding.end) break;
      if (finding.start <= document.start && finding.end >= document.end) continue;
      if (from < document.start) this.#keep(finding, from, document.start);
      this.#cutInto(finding, document);
      from = document.end;
    }
    if (from === finding.start) this.#output.push(finding);
    else if (from < finding.end) this.#keep(finding, from, finding.end);
  }

  #keep(finding: RawFinding, start: number, end: number): void {
    this.#output.push({ ...finding, start, end, value: undefined });
  }

  /** What the finding covers of the keys and values of a document. */
  #cutInto(finding: RawFinding, document: JsonDocument): void {
    const scan = this.#scan;
    const { kinds } = scan.tokens;
    for (let token = this.#firstToken(document, finding.start); token < document.endToken; token += 1) {
      const start = rawStartOf(scan, token);
      if (start >= finding.end) return;
      const kind = kinds[token];
      if (kind === tokenKind.object || kind === tokenKind.array) continue;
      const from = Math.max(start, finding.start);
      const to = Math.min(rawEndOf(scan, token), finding.end);
      const scope = kind === tokenKind.key ? token + 1 : token;
      if (from < to) this.#cut({ ...finding, start: from, end: to, token, scope, value: undefined });
    }
  }

  /** The last token that begins at or before `place`. */
  #firstToken({ firstToken, endToken }: JsonDocument, place: number): number {
    let low = firstToken;
    let high = endToken;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rawStartOf(this.#scan, middle) <= place) low = middle + 1;
      else high = middle;
    }
    return Math.max(firstToken, low - 1);
  }
}

/**
 * Makes the findings of several forms of a text fit together: where line breaks were left out for nothing they are
 * dropped, and where they would cross the structure of a JSON document in a text they are cut, so that it stays one.
 */
export function finish(scan: RecordScan): void {
  const { findings, breaks, documents } = scan;
  if (findings.count === 0 || (breaks.length === 0 && documents.areNone)) return;
  const all = findings.all();
  const needed = breaks.length === 0 ? all : dropNeedlessJoins(all);
  findings.replace(documents.areNone ? needed : new StructureCut(scan).run(needed));
}
