import type { Buffer } from 'node:buffer';
import type { JsonTokens } from '../formats/json-tokens.js';
import { skipByteOrderMark, tokenizeJson } from '../formats/tokenize-json.js';
import type { TokenizeOutcome } from '../kernel/json-plain.js';
import type { Limits } from '../types.js';

/** Splits the JSON record `[start, end)`, before which a byte order mark may stand, into `tokens`. */
export function readJson(
  bytes: Buffer,
  start: number,
  end: number,
  { maxDepth }: Limits,
  tokens: JsonTokens,
): TokenizeOutcome {
  return tokenizeJson(bytes, skipByteOrderMark(bytes, start, end), end, maxDepth, tokens);
}
