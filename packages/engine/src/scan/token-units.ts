import { decodeJsonInto } from '../formats/decode-json.js';
import { tokenKind } from '../formats/json-tokens.js';
import { noHost } from './documents.js';
import type { RecordScan } from './record-scan.js';
import { trait } from './units.js';

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
