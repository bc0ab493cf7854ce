import type { Worker } from 'node:worker_threads';
import { startSilentWorker } from '@scrubjay/boot';
import { ScrubjayError } from '@scrubjay/errors';
import type { SchemaRegistry } from '@scrubjay/registry';
import { Deadline } from './deadline.js';
import type {
  CompiledRules,
  FrameAnswer,
  FromWorker,
  ToWorker,
  WorkerKeys,
  WorkerSetup,
} from './messages.js';
import { answerQuestion } from './remote-registry.js';
import type { Packed } from './transfer.js';
import { fromWireError } from './wire-error.js';

/** Why a worker ended that nobody closed. `memory`: its heap was full. `timeout`: a frame took too long. */
export type LossCause = 'crash' | 'memory' | 'timeout';

/** The worker ended before it was done. Says nothing of its own error, whose text may quote a record. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost';
  readonly reason: LossCause;

  constructor(reason: LossCause) {
    super(`A worker ended: ${reason}.`);
    this.reason = reason;
  }
}

export interface ThreadOptions {
  /** File of the worker, and options of Node for it. */
  readonly script: URL;
  readonly execArgv: readonly string[] | undefined;
  readonly setup: WorkerSetup;
  readonly heapMb: number;
  readonly frameTimeoutMs: number;
  readonly registry: SchemaRegistry | undefined;
  /** Told once, when it ended and nobody had closed it. */
  readonly onLost: (reason: LossCause) => void;
}

interface Job {
  readonly resolve: (answer: FrameAnswer) => void;
  readonly reject: (error: WorkerLost | ScrubjayError) => void;
  readonly deadline: Deadline;
}

/** How long a closed worker may take to wipe its keys and end by itself. Milliseconds. */
const graceMs = 1000;

/** One worker as the main thread sees it. It keeps the process alive only while something is asked of it. */
export class WorkerThread {
  /** The rules it has compiled; rejects with SJ_RULES_INVALID, or WorkerLost. */
  readonly ready: Promise<CompiledRules>;
  readonly #options: ThreadOptions;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  #start!: { readonly resolve: (rules: CompiledRules) => void; readonly reject: (error: Error) => void };
  #job: Job | undefined;
  /** Why it takes nothing more. */
  #endedBy: WorkerLost | ScrubjayError | undefined;

  constructor(options: ThreadOptions) {
    const { script, execArgv, setup, heapMb } = options;
    this.#options = options;
    this.ready = new Promise((resolve, reject) => (this.#start = { resolve, reject }));
    // Whoever awaits it is told; nobody need.
    this.ready.catch(() => undefined);
    this.#worker = startSilentWorker(script, {
      name: `redactor-${setup.number}`,
      workerData: setup,
      ...(execArgv && { execArgv: [...execArgv] }),
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#lose('crash');
        resolve();
      });
    });
    this.#worker.on('error', (error: NodeJS.ErrnoException) =>
      this.#lose(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'crash'),
    );
    this.#worker.on('messageerror', () => this.#lose('crash'));
    this.#worker.on('message', (message: FromWorker) => this.#take(message));
  }

  giveKeys(keys: WorkerKeys): void {
    this.#post({ kind: 'keys', keys });
  }

  /** One at a time. Rejects with what the worker says, or with what ended it; then the frame's bytes are gone if they were moved. */
  redact({ message, transfer }: Packed<Extract<ToWorker, { kind: 'frame' }>>): Promise<FrameAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#endedBy !== undefined) {
        reject(this.#endedBy);
        return;
      }
      this.#post(message, transfer);
      this.#worker.ref();
      // What has come in meanwhile is read first: this thread may have been the slow one.
      const onPassed = (): void => void setImmediate(() => this.#job === job && this.#lose('timeout'));
      const job: Job = { resolve, reject, deadline: new Deadline(this.#options.frameTimeoutMs, onPassed) };
      this.#job = job;
    });
  }

  /** Ends it; a frame that it is working on is given up with SJ_STOPPED. */
  async close(): Promise<void> {
    this.#end(new ScrubjayError('SJ_STOPPED', 'A worker was closed.'));
    this.#post({ kind: 'close' });
    const timer = setTimeout(() => void this.#worker.terminate(), graceMs);
    await this.#exited;
    clearTimeout(timer);
  }

  #take(message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        this.#worker.unref();
        this.#start.resolve(message.rules);
        break;
      case 'refused':
        this.#end(fromWireError(message.error));
        break;
      case 'ask':
        void this.#ask(message);
        break;
      case 'done':
        this.#finish((job) => job.resolve(message.answer));
        break;
      case 'failed':
        this.#finish((job) => job.reject(fromWireError(message.error)));
    }
  }

  async #ask(question: Extract<FromWorker, { kind: 'ask' }>): Promise<void> {
    const job = this.#job;
    job?.deadline.pause();
    this.#post(await answerQuestion(this.#options.registry, question));
    if (this.#job === job) job?.deadline.resume();
  }

  #finish(settle: (job: Job) => void): void {
    const job = this.#job;
    if (job === undefined) return;
    this.#job = undefined;
    job.deadline.clear();
    this.#worker.unref();
    settle(job);
  }

  #lose(reason: LossCause): void {
    if (this.#endedBy !== undefined) return;
    this.#end(new WorkerLost(reason));
    void this.#worker.terminate();
    this.#options.onLost(reason);
  }

  #end(error: WorkerLost | ScrubjayError): void {
    this.#endedBy ??= error;
    this.#start.reject(error);
    this.#finish((job) => job.reject(error));
  }

  #post(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
