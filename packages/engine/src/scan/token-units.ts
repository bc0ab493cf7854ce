import { leastRun } from '../formats/base64-run.js';
import { decodeJsonInto } from '../formats/decode-json.js';
import { stringHolds, tokenKind } from '../formats/json-tokens.js';
import { noHost } from './documents.js';
import { sign } from './inspect.js';
import type { RecordScan } from './record-scan.js';
import { trait } from './units.js';

/** Adds a text record, which is one unit. */
export function addRecordUnit({ units, start, end }: RecordScan): void {
  units.add(0, start, end, -1, -1, trait.text, 0, 0, -1);
}

/** Adds the keys and literals of the tokens from `first` on as units, decoded where they are escaped. */
export function addTokenUnits(scan: RecordScan, first: number, nesting: number): void {
  for (let token = first; token < scan.tokens.count; token += 1) addTokenUnit(scan, token, nesting);
}

/** Adds a token as a unit, decoded where it is escaped; nothing for a container or an empty text. */
export function addTokenUnit(scan: RecordScan, token: number, nesting: number): void {
  const { tokens, pool, units } = scan;
  const kind = tokens.kinds[token];
  if (kind === tokenKind.object || kind === tokenKind.array) return;
  if (tokens.escaped[token] === 1) {
    const start = pool.length;
    decodeJsonInto(
      pool,
      scan.source(tokens.inPool[token]),
      tokens.starts[token] as number,
      tokens.ends[token] as number,
    );
    tokens.textInPool[token] = 1;
    tokens.textStarts[token] = start;
    tokens.textEnds[token] = pool.length - 1;
  }
  const start = tokens.textStarts[token] as number;
  const end = tokens.textEnds[token] as number;
  if (start === end) return;
  const isKey = kind === tokenKind.key;
  const own = isKey ? trait.key : kind === tokenKind.string ? trait.text : 0;
  const document = scan.documents.all[tokens.documents[token] as number];
  const isOpaque = document !== undefined && document.hostToken !== noHost;
  const host = isOpaque ? document.hostToken : token;
  const scope = isOpaque ? document.hostScope : isKey ? token + 1 : token;
  const traits = isOpaque ? own | trait.opaque : own;
  units.add(tokens.textInPool[token] as number, start, end, host, scope, traits, 0, nesting, token);
}

/** A string is never so long. */
const noLength = 0xffffffff;

/**
 * Adds the tokens of a JSON record that do not stand in it as they are read, and those that may hold a document, or something
 * encoded by the signs of the record. All others are no units: they are searched as tokens (raw-units.ts).
 */
export function addRestUnits(scan: RecordScan): void {
  const { tokens, signs } = scan;
  let asked: number = stringHolds.escape | stringHolds.bracket;
  if ((signs & sign.escapes) !== 0) asked |= stringHolds.special;
  if ((signs & sign.quotedPrintable) !== 0) asked |= stringHolds.separator;
  const long = (signs & sign.base64) === 0 ? noLength : leastRun;
  if ((tokens.held & asked) === 0 && long === noLength) return;
  const { kinds, starts, ends, holds, escaped, count } = tokens;
  for (let token = 0; token < count; token += 1) {
    if ((kinds[token] as number) > tokenKind.string) continue;
    const held = (holds[token] as number) | ((escaped[token] as number) * stringHolds.escape);
    if ((held & asked) === 0 && (ends[token] as number) - (starts[token] as number) < long) continue;
    addTokenUnit(scan, token, 0);
  }
}
