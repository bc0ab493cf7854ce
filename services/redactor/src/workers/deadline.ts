/** Time that may be spent on one thing, pauses not counted. */
export class Deadline {
  readonly #onPassed: () => void;
  #leftMs: number;
  #begun = 0;
  #pauses = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Runs from now. */
  constructor(ms: number, onPassed: () => void) {
    this.#leftMs = ms;
    this.#onPassed = onPassed;
    this.#run();
  }

  /** Pauses may overlap; each needs its own {@link resume}. */
  pause(): void {
    this.#pauses += 1;
    if (this.#pauses > 1) return;
    this.clear();
    this.#leftMs -= performance.now() - this.#begun;
  }

  resume(): void {
    this.#pauses -= 1;
    if (this.#pauses === 0) this.#run();
  }

  clear(): void {
    clearTimeout(this.#timer);
  }

  #run(): void {
    this.#begun = performance.now();
    this.#timer = setTimeout(this.#onPassed, Math.max(0, this.#leftMs));
  }
}
