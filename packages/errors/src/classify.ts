import type { ErrorCode } from './catalogue.js';
import { ScrubjayError, isScrubjayError, type ScrubjayErrorOptions } from './scrubjay-error.js';

const safeName = /^[A-Za-z0-9_.-]{1,64}$/;

/**
 * A name for a foreign error that is safe to print: its system code or class name, never its message, which may
 * quote a record, a query or a key.
 */
export function describeForeign(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  const { code, type, name } = error as { code?: unknown; type?: unknown; name?: unknown };
  for (const candidate of [code, type, name]) {
    if (typeof candidate === 'string' && safeName.test(candidate)) return candidate;
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
