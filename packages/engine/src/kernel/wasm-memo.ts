import { scanCell } from './scan-cells.js';
import { lendTo, LentPages } from './wasm-lent.js';
import type { WasmMemory } from './wasm-memory.js';

/** As in kernel/memo.ts. */
const bucketBytes = 128;
/** Buckets as a power of two: of the smallest memo, of the largest, and from one to the next. */
const leastBits = 8;
const mostBits = 16;
const stepBits = 2;
/** Words that are walked for each bucket before a larger memo is worth its memory. */
const walkedPerBucket = 4;
const unbounded = 0x7fff_ffff;

/**
 * What a scan remembers, in the memory of the kernel: words, states, the index of states. It begins small: most rulesets of a
 * process look at few records.
 */
export class WasmMemo {
  readonly #memory: WasmMemory;
  readonly #pages: LentPages;
  readonly #fours: number;
  #bits = leastBits;
  /** How many states there are, and words that were walked since it was cleared. */
  #states = 0;
  #walked = 0;

  /** `fours`: automata, four at a time. */
  constructor(memory: WasmMemory, fours: number) {
    this.#memory = memory;
    this.#fours = fours;
    this.#pages = new LentPages(memory);
    lendTo(this, this.#pages);
    this.#resize();
  }

  /** Tells the kernel where it is. */
  open(): void {
    const { cells } = this.#memory;
    cells[scanCell.memoAt] = this.#pages.at;
    cells[scanCell.memoMask] = 2 ** this.#bits - 1;
    cells[scanCell.indexAt] = this.#pages.at + bucketBytes * 2 ** this.#bits;
    cells[scanCell.indexMask] = this.#mostStates * 2 - 1;
    cells[scanCell.statesAt] = (cells[scanCell.indexAt] as number) + this.#mostStates * 8;
    cells[scanCell.mostStates] = this.#mostStates - 1;
    cells[scanCell.mostWalked] = this.#bits >= mostBits ? unbounded : walkedPerBucket * 2 ** this.#bits;
    cells[scanCell.states] = this.#states;
    cells[scanCell.walked] = this.#walked;
  }

  /** Keeps what the kernel has counted for the next time. */
  keep(): void {
    const { cells } = this.#memory;
    this.#states = cells[scanCell.states] as number;
    this.#walked = cells[scanCell.walked] as number;
  }

  giveBack(): void {
    this.#pages.giveBack();
  }

  /** Forgets everything, and has more room from then on unless it is as large as it may be. */
  grow(): void {
    if (this.#bits < mostBits) {
      this.#bits = Math.min(mostBits, this.#bits + stepBits);
      this.#resize();
    }
    this.clear();
  }

  /** Forgets everything. */
  clear(): void {
    const from = this.#pages.at;
    this.#memory.bytes.fill(0, from, from + bucketBytes * 2 ** this.#bits + this.#mostStates * 8);
    this.#states = 0;
    this.#walked = 0;
    this.open();
  }

  get #mostStates(): number {
    return 2 ** (this.#bits + 1);
  }

  #resize(): void {
    const states = this.#mostStates * (8 + 8 * this.#fours);
    if (!this.#pages.exchange(bucketBytes * 2 ** this.#bits + states, 0))
      throw new RangeError('the kernel has no memory for what it remembers');
  }
}
