import { Buffer } from 'node:buffer';
import type { MaskedNumber } from '../compile/policy-schema.js';
import { tokenKind, type JsonTokens } from '../formats/json-tokens.js';
import type { RecordScan } from '../scan/record-scan.js';
import { numberFor } from './replacement.js';
import type { SettledFinding } from './settle.js';

const nullText = Buffer.from('null');
const zeroText = Buffer.from('0');
const falseText = Buffer.from('false');

export interface Span {
  readonly start: number;
  readonly end: number;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** Dropped values become 1 and, if not dropped themselves, the first of each container is noted at its token. */
function markKept(tokens: JsonTokens, dropped: Uint8Array): Int32Array {
  const firstKept = new Int32Array(tokens.count).fill(-1);
  for (let token = 1; token < tokens.count; token += 1) {
    const parent = tokens.parents[token] as number;
    if (
      parent >= 0 &&
      tokens.kinds[token] !== tokenKind.key &&
      dropped[token] === 0 &&
      firstKept[parent] === -1
    ) {
      firstKept[parent] = token;
    }
  }
  return firstKept;
}

/**
 * The span that goes when a member or element is dropped: itself and one comma. The comma before it if something in
 * its container is kept before it, otherwise the one behind; so no comma is claimed twice and none is left over.
 */
function removalOf(scan: RecordScan, token: number, keptBefore: boolean): Span {
  const { tokens } = scan;
  const source = scan.source(tokens.inPool[token]);
  const { bytes } = source;
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
  return { start: source.beginOf(start), end: source.endOf(end - 1) };
}

/** The spans that go with the values `scopes`, in the record as written. */
export function planRemovals(scan: RecordScan, scopes: readonly number[]): Span[] {
  const { tokens } = scan;
  const dropped = new Uint8Array(tokens.count);
  for (const token of scopes) dropped[token] = 1;
  const firstKept = markKept(tokens, dropped);
  return scopes.map((token) => {
    const kept = firstKept[tokens.parents[token] as number] as number;
    return removalOf(scan, token, kept >= 0 && kept < token);
  });
}

/** A number, boolean or null is replaced as a whole: digits of a number cannot become letters. */
export function planLiteral(
  maskedNumber: MaskedNumber,
  finding: SettledFinding,
  kind: number | undefined,
  value: Buffer,
): Buffer {
  const number = numberFor(finding, value);
  if (number !== undefined) return number;
  if (maskedNumber === 'null' || kind === tokenKind.null) return nullText;
  return kind === tokenKind.number ? zeroText : falseText;
}
