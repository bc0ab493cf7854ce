import type { Buffer } from 'node:buffer';
import type { MaskedNumber } from '../compile/policy-schema.js';
import type { Program } from '../compile/ruleset.js';
import { tokenKind } from '../formats/json-tokens.js';
import { rawEndOf, rawStartOf } from '../scan/documents.js';
import type { RecordScan } from '../scan/record-scan.js';
import type { RedactContext } from '../types.js';
import type { Counters } from './counters.js';
import { nothing, type Edits } from './edits.js';
import { planLiteral, planRemovals } from './plan-json.js';
import { planText } from './plan-text.js';
import { removalIn } from './replacement.js';
import type { SettledFinding, Settlement } from './settle.js';

interface PlannedEdit {
  readonly start: number;
  readonly end: number;
  readonly text: Buffer;
  /** Undefined for the removal of a JSON value, whose findings are counted apart. */
  readonly finding: SettledFinding | undefined;
}

/** A text has no field that could go: `drop` removes the value. */
function dropsValue({ action, scope }: SettledFinding): boolean {
  return action === 'drop' && scope >= 0;
}

function planReplacement(
  maskedNumber: MaskedNumber,
  scan: RecordScan,
  finding: SettledFinding,
  context: RedactContext,
): PlannedEdit {
  const { token, start, end } = finding;
  if (isInText(scan, finding)) return { start, end, text: textIn(scan, finding, context), finding };
  const from = rawStartOf(scan, token);
  const to = rawEndOf(scan, token);
  const text = planLiteral(maskedNumber, finding, scan.tokens.kinds[token], scan.bytes.subarray(from, to));
  return { start: from, end: to, text, finding };
}

/** By place; of edits that begin together the one that covers the other first, and a removal before all. */
function comparePlanned(a: PlannedEdit, b: PlannedEdit): number {
  const isReplacement = (edit: PlannedEdit): number => Number(edit.finding !== undefined);
  return a.start - b.start || b.end - a.end || isReplacement(a) - isReplacement(b);
}

function addEdits(planned: PlannedEdit[], edits: Edits, counters: Counters): void {
  if (planned.length > 1) planned.sort(comparePlanned);
  let removedUntil = 0;
  let editedUntil = 0;
  for (const { start, end, text, finding } of planned) {
    if (start < removedUntil) continue;
    if (finding === undefined) removedUntil = end;
    else counters.add(finding);
    if (start >= editedUntil) edits.add(start, end, text);
    editedUntil = end;
  }
}

/**
 * Turns the settled findings of the scanned record into edits of its buffer. False: the record is discarded, or its
 * root value was dropped; then only the findings that did so are counted, and no edit was added.
 */
export function planRecord(
  program: Program,
  scan: RecordScan,
  settlement: Settlement,
  context: RedactContext,
  edits: Edits,
  counters: Counters,
): boolean {
  const { count } = settlement;
  for (let at = 0; at < count; at += 1)
    if (changesMore(scan, settlement.at(at)))
      return planOneByOne(program, scan, settlement.all(), context, edits, counters);
  for (let at = 0; at < count; at += 1) {
    const finding = settlement.at(at);
    edits.add(finding.start, finding.end, textIn(scan, finding, context));
    counters.add(finding);
  }
  return true;
}

/** The edit is not of the finding's own span: all others are apart and in their order, as what is settled is. */
function changesMore(scan: RecordScan, finding: SettledFinding): boolean {
  return removesMore(finding) || !isInText(scan, finding);
}

/** It stands in a text record, a string or a key. */
function isInText({ tokens }: RecordScan, { token }: SettledFinding): boolean {
  if (token < 0) return true;
  const kind = tokens.kinds[token];
  return kind === tokenKind.string || kind === tokenKind.key;
}

function textIn(scan: RecordScan, finding: SettledFinding, context: RedactContext): Buffer {
  return finding.action === 'drop'
    ? removalIn(scan, finding.start, finding.end)
    : planText(scan, finding, context);
}

/** The same for any record. */
function planOneByOne(
  program: Program,
  scan: RecordScan,
  findings: readonly SettledFinding[],
  context: RedactContext,
  edits: Edits,
  counters: Counters,
): boolean {
  if (findings.some(removesMore)) return planWithRemovals(program, scan, findings, context, edits, counters);
  const planned: PlannedEdit[] = [];
  for (const finding of findings) planned.push(planReplacement(program.maskedNumber, scan, finding, context));
  addEdits(planned, edits, counters);
  return true;
}

/** More goes than the finding itself. */
function removesMore(finding: SettledFinding): boolean {
  return finding.action === 'discard' || dropsValue(finding);
}

function planWithRemovals(
  program: Program,
  scan: RecordScan,
  findings: readonly SettledFinding[],
  context: RedactContext,
  edits: Edits,
  counters: Counters,
): boolean {
  const discards = findings.filter(({ action }) => action === 'discard');
  const drops = findings.filter(dropsValue);
  const isRoot = (token: number): boolean => token === 0 && scan.format === 'json';
  const ending = discards.length > 0 ? discards : drops.filter(({ scope }) => isRoot(scope));
  if (ending.length > 0) {
    for (const finding of ending) counters.add(finding);
    return false;
  }
  for (const drop of drops) counters.add(drop);
  const scopes = [...new Set(drops.map(({ scope }) => scope))];
  const planned: PlannedEdit[] = planRemovals(scan, scopes).map((span) => ({
    ...span,
    text: nothing,
    finding: undefined,
  }));
  for (const finding of findings) {
    if (!dropsValue(finding)) planned.push(planReplacement(program.maskedNumber, scan, finding, context));
  }
  addEdits(planned, edits, counters);
  return true;
}
