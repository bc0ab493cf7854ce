import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until it holds; false when that takes longer than `limitMs`. An error counts as a no. */
export async function until(holds: () => Promise<boolean> | boolean, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    if (await Promise.resolve(holds()).catch(() => false)) return true;
    if (performance.now() > deadline) return false;
    await sleep(50);
  }
}
