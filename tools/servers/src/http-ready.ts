import { setTimeout as sleep } from 'node:timers/promises';

/** Any answer below 500 will do: a shared server need not be the one that is started here. */
export async function waitForHttp(url: string, timeoutMs: number, isAlive: () => boolean): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive() && Date.now() < deadline) {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      await answer.arrayBuffer();
      // Another program may have taken the port; then ours has ended, or is about to.
      if (answer.status < 500 && isAlive()) return true;
    } catch {
      // Not listening yet.
    }
    await sleep(50);
  }
  return false;
}
