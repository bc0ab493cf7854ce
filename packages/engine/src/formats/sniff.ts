import { defaultLimits, type EngineFormat } from '../types.js';
import { JsonTokens } from './json-tokens.js';
import { skipByteOrderMark, tokenizeJson } from './tokenize-json.js';

const tokens = new JsonTokens();
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const quote = 0x22;

/** 1 for what may stand first in a JSON array: a value's first byte, or the closing bracket. */
const beginsElement = new Uint8Array(256);
for (const char of '{["]-0123456789tfn') beginsElement[char.charCodeAt(0)] = 1;

function skipSpace(record: Buffer, from: number): number {
  let at = from;
  for (; at < record.length; at += 1) {
    const byte = record[at];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d && byte !== 0x0a) break;
  }
  return at;
}

function parses(record: Buffer, from: number): boolean {
  return tokenizeJson(record, from, record.length, defaultLimits.maxDepth, tokens) === 'ok';
}

/**
 * How a record of unknown format is read. What begins with `{` and then `"` or `}` is JSON, even if it is cut short. A
 * line of text can begin like an array (`[2026-01-01 …]`), a string or a byte order mark: there, JSON is what parses as
 * such, and all else is text.
 */
export function sniffFormat(record: Buffer): EngineFormat {
  const begin = skipByteOrderMark(record, 0, record.length);
  const first = skipSpace(record, begin);
  const next = record[skipSpace(record, first + 1)];
  switch (record[first]) {
    case openBrace:
      if (next !== quote && next !== closeBrace) return 'text';
      return begin === 0 || parses(record, begin) ? 'json' : 'text';
    case openBracket:
      return next !== undefined && beginsElement[next] === 1 && parses(record, begin) ? 'json' : 'text';
    case quote:
      return parses(record, begin) ? 'json' : 'text';
    default:
      return 'text';
  }
}
