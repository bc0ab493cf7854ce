import { jsonKernel } from '../kernel/json-kernel.js';
import { tokenizePlain, type TokenizeOutcome } from '../kernel/json-plain.js';
import type { JsonTokens } from './json-tokens.js';

export { appendJson, readUntil, skipByteOrderMark } from '../kernel/json-plain.js';
export type { TokenizeOutcome } from '../kernel/json-plain.js';

/** Splits the JSON value in `bytes[start, end)` into `tokens`, which are only complete if the outcome is `ok`. */
export function tokenizeJson(
  bytes: Buffer,
  start: number,
  end: number,
  maxDepth: number,
  tokens: JsonTokens,
): TokenizeOutcome {
  const outcome = jsonKernel()?.tokenize(bytes, start, end, maxDepth, tokens);
  return outcome ?? tokenizePlain(bytes, start, end, maxDepth, tokens);
}
