import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

/** A collection is told of in a later turn of the event loop, sometimes several turns later. */
const longestDelayMs = 5;

/** Adds up how long the garbage collector stopped this thread. */
export class GcWatch {
  readonly #observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) this.#ms += duration;
  });
  #ms = 0;

  constructor() {
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  /** Milliseconds since it was last asked. Waits a little, for collections are told late. */
  async take(): Promise<number> {
    await setTimeout(longestDelayMs);
    for (const { duration } of this.#observer.takeRecords()) this.#ms += duration;
    const ms = this.#ms;
    this.#ms = 0;
    return ms;
  }

  close(): void {
    this.#observer.disconnect();
  }
}
