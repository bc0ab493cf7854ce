/** Lets through while it is open. It is shut at first. */
export class Gate {
  #opened: Promise<void>;
  #open!: () => void;

  constructor() {
    this.#opened = this.#next();
  }

  /** Resolves while, or once, it is open. */
  pass(): Promise<void> {
    return this.#opened;
  }

  open(): void {
    this.#open();
  }

  shut(): void {
    this.#opened = this.#next();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => (this.#open = resolve));
  }
}
