import { Buffer } from 'node:buffer';
import type { MaskedNumber } from '../compile/policy-schema.js';
import type { Program } from '../compile/ruleset.js';
import { escapeJsonText } from '../formats/json-string.js';
import { tokenKind, type JsonTokens } from '../formats/json-tokens.js';
import type { RecordScan } from '../scan/record-scan.js';
import type { RedactContext } from '../types.js';
import type { Counters } from './counters.js';
import { nothing, type Edits } from './edits.js';
import { replacementFor } from './replacement.js';
import type { SettledFinding } from './settle.js';

const nullText = Buffer.from('null');
const zeroText = Buffer.from('0');
const falseText = Buffer.from('false');

interface PlannedEdit {
  readonly start: number;
  readonly end: number;
  readonly text: Buffer;
  /** Undefined for a removal, whose findings are counted apart. */
  readonly finding: SettledFinding | undefined;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** Dropped values become 1 and, if not dropped themselves, the first of each container is noted at its token. */
function markKept(tokens: JsonTokens, dropped: Uint8Array): Int32Array {
  const firstKept = new Int32Array(tokens.count).fill(-1);
  for (let token = 1; token < tokens.count; token += 1) {
    const parent = tokens.parents[token] as number;
    if (tokens.kinds[token] !== tokenKind.key && dropped[token] === 0 && firstKept[parent] === -1) {
      firstKept[parent] = token;
    }
  }
  return firstKept;
}

/**
 * The span that goes when a member or element is dropped: itself and one comma. The comma before it if something in
 * its container is kept before it, otherwise the one behind; so no comma is claimed twice and none is left over.
 */
function removalOf(bytes: Buffer, tokens: JsonTokens, token: number, keptBefore: boolean): PlannedEdit {
  const quotes = tokens.kinds[token] === tokenKind.string ? 1 : 0;
  const isMember = tokens.kinds[token - 1] === tokenKind.key;
  let start = isMember ? (tokens.starts[token - 1] as number) - 1 : (tokens.starts[token] as number) - quotes;
  let end = (tokens.ends[token] as number) + quotes;
  if (keptBefore) {
    do start -= 1;
    while (isSpace(bytes[start]));
  } else {
    let behind = end;
    while (isSpace(bytes[behind])) behind += 1;
    if (bytes[behind] === 0x2c) end = behind + 1;
  }
  return { start, end, text: nothing, finding: undefined };
}

function planRemovals(scan: RecordScan, scopes: readonly number[]): PlannedEdit[] {
  const { tokens } = scan;
  const dropped = new Uint8Array(tokens.count);
  for (const token of scopes) dropped[token] = 1;
  const firstKept = markKept(tokens, dropped);
  return scopes.map((token) => {
    const kept = firstKept[tokens.parents[token] as number] as number;
    return removalOf(scan.bytes, tokens, token, kept >= 0 && kept < token);
  });
}

/** A literal is replaced as a whole: digits of a number cannot become letters. */
function literalFor(kind: number | undefined, maskedNumber: MaskedNumber): Buffer {
  if (maskedNumber === 'null' || kind === tokenKind.null) return nullText;
  return kind === tokenKind.number ? zeroText : falseText;
}

function planReplacement(
  maskedNumber: MaskedNumber,
  scan: RecordScan,
  finding: SettledFinding,
  context: RedactContext,
): PlannedEdit {
  const { tokens, bytes, decoded } = scan;
  const { token } = finding;
  const kind = tokens.kinds[token];
  if (kind !== tokenKind.string && kind !== tokenKind.key) {
    const text = literalFor(kind, maskedNumber);
    return { start: tokens.starts[token] as number, end: tokens.ends[token] as number, text, finding };
  }
  const { start, end } = finding;
  decoded.decode(bytes, start, end);
  const text = replacementFor(finding, decoded.text, context, escapeJsonText);
  return { start, end, text, finding };
}

/** By place; of edits that begin together the one that covers the other first, and a removal before all. */
function comparePlanned(a: PlannedEdit, b: PlannedEdit): number {
  const isReplacement = (edit: PlannedEdit): number => Number(edit.finding !== undefined);
  return a.start - b.start || b.end - a.end || isReplacement(a) - isReplacement(b);
}

/** Turns the findings of a JSON record, none of which discards it, into edits. False: its root value was dropped. */
export function planJson(
  program: Program,
  scan: RecordScan,
  findings: readonly SettledFinding[],
  context: RedactContext,
  edits: Edits,
  counters: Counters,
): boolean {
  const drops = findings.filter(({ action }) => action === 'drop');
  const rootDrops = drops.filter(({ scope }) => scope === 0);
  for (const drop of rootDrops.length > 0 ? rootDrops : drops) counters.add(drop);
  if (rootDrops.length > 0) return false;
  const planned = drops.length === 0 ? [] : planRemovals(scan, [...new Set(drops.map(({ scope }) => scope))]);
  for (const finding of findings) {
    if (finding.action !== 'drop')
      planned.push(planReplacement(program.maskedNumber, scan, finding, context));
  }
  planned.sort(comparePlanned);
  let removedUntil = 0;
  let editedUntil = 0;
  for (const { start, end, text, finding } of planned) {
    if (start < removedUntil) continue;
    if (finding === undefined) removedUntil = end;
    else counters.add(finding);
    if (start >= editedUntil) edits.add(start, end, text);
    editedUntil = end;
  }
  return true;
}
