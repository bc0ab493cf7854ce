interface Waiter {
  readonly bytes: number;
  readonly settle: (granted: boolean) => void;
}

/** Bytes that several partitions share. Who comes first is served first, so that no large batch starves. */
export class Budget {
  readonly #maxBytes: number;
  readonly #onPressure: () => void;
  readonly #waiting: Waiter[] = [];
  #used = 0;

  /** `onPressure` is called whenever somebody has to wait, and again at each release that does not end the wait. */
  constructor(maxBytes: number, onPressure: () => void) {
    this.#maxBytes = maxBytes;
    this.#onPressure = onPressure;
  }

  get used(): number {
    return this.#used;
  }

  /** Whether {@link take} would grant the bytes without a wait. */
  hasRoomFor(bytes: number): boolean {
    return this.#waiting.length === 0 && this.#fits(bytes);
  }

  /** Resolves true once the bytes are granted (more than the whole budget: once nothing else is), false on abort. */
  take(bytes: number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.hasRoomFor(bytes)) {
      this.#used += bytes;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        resolve(false);
        this.#grant();
      };
      const settle = (granted: boolean): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(granted);
      };
      const waiter: Waiter = { bytes, settle };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiter);
      this.#onPressure();
    });
  }

  release(bytes: number): void {
    this.#used -= bytes;
    this.#grant();
  }

  #fits(bytes: number): boolean {
    return this.#used === 0 || this.#used + bytes <= this.#maxBytes;
  }

  #grant(): void {
    for (let head = this.#waiting[0]; head !== undefined; head = this.#waiting[0]) {
      if (!this.#fits(head.bytes)) {
        this.#onPressure();
        return;
      }
      this.#waiting.shift();
      this.#used += head.bytes;
      head.settle(true);
    }
  }
}
