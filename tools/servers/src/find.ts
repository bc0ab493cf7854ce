import type { Unavailable } from './types.js';

export function unavailable(reason: string): Unavailable {
  return { kind: 'unavailable', reason };
}

/** Takes the ways in order and returns the first that works, or every way's reason in one line. */
export async function firstAvailable<S extends { readonly kind: string }>(
  ways: readonly (() => Promise<S | Unavailable>)[],
): Promise<S | Unavailable> {
  const reasons: string[] = [];
  for (const way of ways) {
    const found = await way();
    if (!isUnavailable(found)) return found;
    reasons.push(found.reason);
  }
  return unavailable(reasons.join('; '));
}

export function isUnavailable(value: { readonly kind: string }): value is Unavailable {
  return value.kind === 'unavailable';
}
