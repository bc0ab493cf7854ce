import { isUnavailable } from './find.js';
import type { Unavailable } from './types.js';

/** The part of a tap test that is used here. */
export interface TestLike {
  readonly plan: (count: number, comment?: string) => void;
  readonly fail: (message: string) => unknown;
}

/**
 * Hands a running server on. Where there is none, skips the test with the reason, or fails it when `CI` is set, and
 * returns undefined; the test then has nothing more to do and must not have made an assertion before.
 */
export function requireServer<S extends { readonly kind: string }>(
  t: TestLike,
  server: S | Unavailable,
  ci: string | undefined = process.env['CI'],
): S | undefined {
  if (!isUnavailable(server)) return server;
  const isCi = ci !== undefined && !['', '0', 'false'].includes(ci);
  if (isCi) t.fail(`needs a server: ${server.reason}`);
  else t.plan(0, server.reason);
  return undefined;
}
