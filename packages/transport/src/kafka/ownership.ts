import type { Partition } from '@scrubjay/pipeline';

export type OwnershipState =
  | 'live'
  /** The group took the partition away, or may have. */
  | 'revoked'
  /** Still owned, but everything read so far is forgotten; a new ownership reads from the committed position. */
  | 'rewound';

/**
 * One stretch of time in which this member reads one partition. Batches and acknowledgements belong to an ownership,
 * so that nothing of an earlier one can act after the partition was lost, even if it came back.
 */
export class Ownership {
  readonly partition: Partition;
  /** Settles once former owners are fenced and the position is set; never rejects. */
  ready: Promise<void> = Promise.resolve();
  /** Position that the next batch must have been fetched from; undefined until `ready`. */
  expected: bigint | undefined;
  #state: OwnershipState = 'live';
  readonly #wakers = new Set<() => void>();

  constructor(partition: Partition) {
    this.partition = partition;
  }

  get state(): OwnershipState {
    return this.#state;
  }

  get isLive(): boolean {
    return this.#state === 'live';
  }

  lose(state: 'revoked' | 'rewound'): void {
    if (this.#state !== 'live') return;
    this.#state = state;
    this.wake();
  }

  /** Ends all waiting; whoever waited looks at the state for itself. */
  wake(): void {
    for (const waker of this.#wakers) waker();
  }

  /** Settles as `work` does, or resolves once woken. Leaves nothing behind on long-lived promises. */
  async until(work: Promise<void>): Promise<void> {
    if (!this.isLive) return;
    let waker: (() => void) | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        waker = resolve;
        this.#wakers.add(resolve);
        work.then(resolve, reject);
      });
    } finally {
      if (waker !== undefined) this.#wakers.delete(waker);
    }
  }
}
