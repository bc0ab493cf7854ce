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
  const { tokens, pool, units } = scan;
  for (let token = first; token < tokens.count; token += 1) {
    const kind = tokens.kinds[token];
    if (kind === tokenKind.object || kind === tokenKind.array) continue;
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
    if (start === end) continue;
    const isKey = kind === tokenKind.key;
    const own = isKey ? trait.key : kind === tokenKind.string ? trait.text : 0;
    const document = scan.documents.all[tokens.documents[token] as number];
    const isOpaque = document !== undefined && document.hostToken !== noHost;
    const host = isOpaque ? document.hostToken : token;
    const scope = isOpaque ? document.hostScope : isKey ? token + 1 : token;
    const traits = isOpaque ? own | trait.opaque : own;
    units.add(tokens.textInPool[token] as number, start, end, host, scope, traits, 0, nesting, token);
  }
}

/** By the kind of a token. */
const traitsOf = new Uint8Array(8);
traitsOf[tokenKind.key] = trait.key;
traitsOf[tokenKind.string] = trait.text;

/**
 * The same for all tokens of a JSON record in which nothing is encoded, with their signs but for `document`. Fills `mayHold`
 * with the units that may hold a document.
 */
export function addPlainUnits(scan: RecordScan, mayHold: number[]): void {
  const { units } = scan;
  const { count, kinds, textStarts, textEnds, holds } = scan.tokens;
  units.reserve(count);
  const { starts, ends, tokens, scopes, traits, texts, signs } = units;
  if (mayHold.length > 0) mayHold.length = 0;
  let unit = 0;
  for (let token = 0; token < count; token += 1) {
    const kind = kinds[token] as number;
    const start = textStarts[token] as number;
    const end = textEnds[token] as number;
    if (kind >= tokenKind.object || start === end) continue;
    const held = kind === tokenKind.string ? (holds[token] as number) : 0;
    starts[unit] = start;
    ends[unit] = end;
    tokens[unit] = token;
    texts[unit] = token;
    scopes[unit] = kind === tokenKind.key ? token + 1 : token;
    traits[unit] = traitsOf[kind] as number;
    signs[unit] = (held & stringHolds.separator) === 0 ? 0 : sign.pairs;
    if ((held & stringHolds.bracket) !== 0) mayHold.push(unit);
    unit += 1;
  }
  units.inPool.fill(0, 0, unit);
  units.depths.fill(0, 0, unit);
  units.nestings.fill(0, 0, unit);
  units.count = unit;
}
