/** A place to wait for a change of state; whoever is woken looks again for itself. */
export class Condition {
  readonly #waiting: (() => void)[] = [];

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  notify(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
