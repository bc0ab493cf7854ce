const name = 'scrubjay_end_to_end_latency_seconds_bucket';

/**
 * Shares of the end-to-end latency over /metrics pages of all processes, in seconds: the upper bound of the bucket that a
 * share of the records lies in. Infinite beyond the last one, NaN where nothing was measured.
 */
export function latencyOf(pages: readonly string[], shares: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const page of pages) {
    for (const [, bound = '', count = ''] of page.matchAll(
      new RegExp(`^${name}\\{le="([^"]+)"\\} (\\S+)$`, 'gm'),
    )) {
      const le = bound === '+Inf' ? Infinity : Number(bound);
      counts.set(le, (counts.get(le) ?? 0) + Number(count));
    }
  }
  const bounds = [...counts].sort(([a], [b]) => a - b);
  const total = bounds.at(-1)?.[1] ?? 0;
  return shares.map((share) =>
    total === 0 ? NaN : (bounds.find(([, count]) => count >= share * total)?.[0] ?? Infinity),
  );
}
