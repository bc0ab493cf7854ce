import type { Worker } from 'node:worker_threads';
import { startSilentWorker } from '@scrubjay/boot';
import { ScrubjayError } from '@scrubjay/errors';
import type { AuditSetup, FromAuditThread, Sample, SecondLook } from './messages.js';

interface Pending {
  readonly resolve: (looks: readonly SecondLook[]) => void;
  readonly reject: (error: ScrubjayError) => void;
}

const script = import.meta.url.endsWith('.ts')
  ? new URL('../audit-worker.ts', import.meta.url)
  : new URL('../audit-worker.js', import.meta.url);

/** One worker, from its start to its end. */
class AuditWorker {
  readonly fingerprint: string;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #next = 0;
  #ended: ScrubjayError | undefined;

  private constructor(worker: Worker, fingerprint: string) {
    this.#worker = worker;
    this.fingerprint = fingerprint;
    worker.on('message', (message: FromAuditThread) => {
      if (message.kind === 'answer') this.#take(message.id)?.resolve(message.looks);
    });
    const onEnd = (): void => this.#end();
    worker.on('error', onEnd);
    worker.on('exit', onEnd);
    worker.unref();
  }

  static async start(setup: AuditSetup): Promise<AuditWorker> {
    const worker = startSilentWorker(script, { name: 'auditor', workerData: setup });
    const first = await new Promise<FromAuditThread | undefined>((resolve) => {
      worker.once('message', resolve);
      worker.once('error', () => resolve(undefined));
      worker.once('exit', () => resolve(undefined));
    });
    if (first?.kind === 'ready') return new AuditWorker(worker, first.fingerprint);
    throw first?.kind === 'refused' ? new ScrubjayError('SJ_RULES_INVALID', first.message) : ended();
  }

  lookAt(samples: readonly Sample[]): Promise<readonly SecondLook[]> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      const id = (this.#next += 1);
      this.#pending.set(id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage({ id, samples });
    });
  }

  get isEnded(): boolean {
    return this.#ended !== undefined;
  }

  async close(): Promise<void> {
    this.#end();
    // Or the process would end before it has.
    this.#worker.ref();
    await this.#worker.terminate();
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#worker.unref();
    return pending;
  }

  #end(): void {
    this.#ended ??= ended();
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(this.#ended);
  }
}

/**
 * Looks at samples in a thread of its own, as the reference path is slow: the sink must go on reading and beating meanwhile.
 * Where the thread ends over them, the next call has a new one.
 */
export class AuditThread {
  readonly fingerprint: string;
  readonly #setup: AuditSetup;
  #worker: AuditWorker;

  private constructor(setup: AuditSetup, worker: AuditWorker) {
    this.#setup = setup;
    this.#worker = worker;
    this.fingerprint = worker.fingerprint;
  }

  /** @throws SJ_RULES_INVALID; SJ_INTERNAL, retryable, where the thread ended instead. */
  static async start(setup: AuditSetup): Promise<AuditThread> {
    return new AuditThread(setup, await AuditWorker.start(setup));
  }

  /**
   * Looks at the samples in order, at as many as there is time for.
   * @throws SJ_INTERNAL, retryable, where the thread ended over them.
   */
  async lookAt(samples: readonly Sample[]): Promise<readonly SecondLook[]> {
    if (this.#worker.isEnded) this.#worker = await AuditWorker.start(this.#setup);
    return this.#worker.lookAt(samples);
  }

  close(): Promise<void> {
    return this.#worker.close();
  }
}

/** Says nothing of the thread's own error, whose text may quote a record. */
function ended(): ScrubjayError {
  return new ScrubjayError('SJ_INTERNAL', "The auditor's thread ended.", { retryable: true });
}
