import type { ErrorCode } from './catalogue.js';
import { ScrubjayError, isScrubjayError, type ScrubjayErrorOptions } from './scrubjay-error.js';

const name = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
/** Names of errors, keys and classes have few; numbers of cards and accounts, tokens and hashes have many. */
const maxDigits = 4;

/** Whether a text that others wrote is a name as code has them: short, of no other characters, with few digits. */
export function isSafeName(text: string): boolean {
  return name.test(text) && text.replace(/[^0-9]/g, '').length <= maxDigits;
}

/**
 * A name for a foreign error that is safe to print: its system code or class name, never its message, which may
 * quote a record, a query or a key.
 */
export function describeForeign(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  const { code, type, name: kind } = error as { code?: unknown; type?: unknown; name?: unknown };
  for (const candidate of [code, type, kind]) {
    if (typeof candidate === 'string' && isSafeName(candidate)) return candidate;
  }
  return 'Error';
}

/** Returns a ScrubjayError as it is and wraps anything else under `code`, with only the foreign error's safe name. */
export function toScrubjayError(
  error: unknown,
  code: ErrorCode,
  what: string,
  options: Omit<ScrubjayErrorOptions, 'cause'> = {},
): ScrubjayError {
  if (isScrubjayError(error)) return error;
  return new ScrubjayError(code, `${what} (${describeForeign(error)}).`, { ...options, cause: error });
}
