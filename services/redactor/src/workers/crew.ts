import { setTimeout as sleep } from 'node:timers/promises';
import { ScrubjayError, toScrubjayError } from '@scrubjay/errors';
import type { CompiledRules, RuleFiles, WorkerKeys } from './messages.js';
import type { LossCause, WorkerThread } from './thread.js';

export interface CrewOptions {
  readonly size: number;
  readonly rules: RuleFiles;
  /** Starts a thread with the crew's rules, and with the keys if they are there. */
  readonly spawn: (rules: RuleFiles, onLost: (reason: LossCause) => void) => WorkerThread;
  /** There may be a thread that has nothing to do. */
  readonly onIdle: () => void;
  readonly onLost: (reason: LossCause) => void;
  /** A replacement did not start; it is tried again. */
  readonly onStartFailed: (error: ScrubjayError) => void;
}

const retryMs = { initial: 100, longest: 10_000 };

/**
 * Workers with the same rules. Those are never changed: other rules mean another crew. One that ends is replaced.
 */
export class Crew {
  readonly rules: RuleFiles;
  readonly #options: CrewOptions;
  /** Those that are starting, too. */
  readonly #all = new Set<WorkerThread>();
  readonly #ready = new Set<WorkerThread>();
  readonly #idle: WorkerThread[] = [];
  readonly #closing = new AbortController();
  #compiled: CompiledRules | undefined;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.rules = options.rules;
  }

  /** What all of its workers have compiled. Ask after {@link start}. */
  get compiled(): CompiledRules {
    if (this.#compiled === undefined)
      throw new ScrubjayError('SJ_INTERNAL', 'No worker has compiled rules yet.');
    return this.#compiled;
  }

  /** Workers that take frames. */
  get size(): number {
    return this.#ready.size;
  }

  get busy(): number {
    return this.#ready.size - this.#idle.length;
  }

  giveKeys(keys: WorkerKeys): void {
    for (const thread of this.#all) thread.giveKeys(keys);
  }

  /**
   * Resolves with true once all workers report the same rules. With `isWanted` one starts alone, and the others only if
   * that says so; if it says no, or throws, all are closed, as after any other failure.
   */
  async start(isWanted?: (rules: CompiledRules) => boolean): Promise<boolean> {
    try {
      if (isWanted !== undefined) {
        await this.#startOne();
        if (!isWanted(this.compiled)) {
          await this.close();
          return false;
        }
      }
      const missing = this.#options.size - this.#ready.size;
      await Promise.all(Array.from({ length: missing }, () => this.#startOne()));
      return true;
    } catch (error) {
      await this.close();
      throw toScrubjayError(error, 'SJ_INTERNAL', 'A worker of the redactor cannot be started');
    }
  }

  take(): WorkerThread | undefined {
    return this.#idle.pop();
  }

  /** The thread is done with what it was taken for. */
  giveBack(thread: WorkerThread): void {
    if (!this.#ready.has(thread)) return;
    if (this.#closing.signal.aborted) {
      void this.#dismiss(thread);
      return;
    }
    this.#idle.push(thread);
    this.#options.onIdle();
  }

  /** Ends it: idle workers now, the others when they are given back. */
  retire(): void {
    this.#closing.abort();
    for (const thread of this.#idle.splice(0)) void this.#dismiss(thread);
  }

  /** Ends all workers now. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#idle.length = 0;
    await Promise.all([...this.#all].map((thread) => this.#dismiss(thread)));
  }

  async #startOne(): Promise<void> {
    if (this.#closing.signal.aborted) throw new ScrubjayError('SJ_STOPPED', 'The workers were closed.');
    const thread = this.#options.spawn(this.rules, (reason) => this.#onLost(thread, reason));
    this.#all.add(thread);
    try {
      const compiled = await thread.ready;
      this.#compiled ??= compiled;
      if (fingerprintsOf(compiled) !== fingerprintsOf(this.#compiled))
        throw new ScrubjayError('SJ_INTERNAL', 'Two workers compiled the same rules differently.');
    } catch (error) {
      void this.#dismiss(thread);
      throw error;
    }
    this.#ready.add(thread);
    this.giveBack(thread);
  }

  #onLost(thread: WorkerThread, reason: LossCause): void {
    this.#options.onLost(reason);
    this.#all.delete(thread);
    const at = this.#idle.indexOf(thread);
    if (at >= 0) this.#idle.splice(at, 1);
    if (this.#ready.delete(thread)) void this.#replace();
  }

  async #replace(): Promise<void> {
    const { signal } = this.#closing;
    const isClosing = (): boolean => signal.aborted;
    for (let waitMs = retryMs.initial; !isClosing(); waitMs = Math.min(waitMs * 2, retryMs.longest)) {
      try {
        await this.#startOne();
        return;
      } catch (error) {
        if (isClosing()) return;
        this.#options.onStartFailed(toScrubjayError(error, 'SJ_INTERNAL', 'A worker ended at its start'));
      }
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #dismiss(thread: WorkerThread): Promise<void> {
    this.#all.delete(thread);
    this.#ready.delete(thread);
    return thread.close();
  }
}

function fingerprintsOf({ active, shadow }: CompiledRules): string {
  return `${active.fingerprint} ${shadow?.fingerprint ?? ''}`;
}
