/**
 * Lets at most one batch of work begin in each round of the event loop. Stages compute without pausing, and a promise
 * chain alone never returns to the loop: without this a full buffer starves sockets, files, timers and heartbeats.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];

  /** Resolves when it is the caller's turn; first come, first served. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(this.#give);
    });
  }

  readonly #give = (): void => {
    const [resolve] = this.#waiting.splice(0, 1);
    if (this.#waiting.length > 0) setImmediate(this.#give);
    resolve?.();
  };
}
