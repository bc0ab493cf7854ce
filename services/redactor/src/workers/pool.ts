import type { RuleSources } from '@scrubjay/boot';
import type { OpenText } from '@scrubjay/engine';
import { ScrubjayError } from '@scrubjay/errors';
import type { Frame } from '@scrubjay/frame';
import type { SchemaRegistry } from '@scrubjay/registry';
import type { RedactedFrame } from '../redact-frame.js';
import { Crew } from './crew.js';
import type {
  CompiledRules,
  FrameAnswer,
  RuleFiles,
  RuleRole,
  RulesetSummary,
  ShadowCounts,
  WorkerKeys,
  WorkerSetup,
} from './messages.js';
import { Strikes } from './strikes.js';
import { WorkerLost, WorkerThread, type LossCause } from './thread.js';
import { packFrame, packTexts, unpackAnswer } from './transfer.js';
import { withholdAll } from './withhold-all.js';

/** Told what happens in a pool; for counting and logging only. */
export interface PoolEvents {
  /** Workers that take frames, how many of them do now, and frames that wait for one. */
  onLoad(workers: number, busy: number, queued: number): void;
  /** A frame is done: seconds that it waited for a worker, and seconds that the worker took. */
  onFrame(waited: number, worked: number): void;
  onShadow(counts: ShadowCounts): void;
  onLost(reason: LossCause): void;
  onStartFailed(error: ScrubjayError): void;
}

export interface PoolOptions {
  readonly workers: number;
  /** Longest time of a worker for a frame, questions to the schema registry not counted. Milliseconds. */
  readonly frameTimeoutMs: number;
  /** A worker whose JavaScript heap grows beyond this is ended. Megabytes. */
  readonly heapMb: number;
  /**
   * Whether the bytes of frames may be given away to a worker instead of copied. Then a frame that is given again after a
   * rejection must come with its bytes anew.
   */
  readonly mayMoveFrames: boolean;
  readonly setup: Omit<WorkerSetup, 'rules' | 'number'>;
  readonly registry: SchemaRegistry | undefined;
  /** File of the worker, and options of Node for it; default: those of this process. */
  readonly script: URL;
  readonly execArgv?: readonly string[];
}

interface Waiting {
  readonly resolve: (thread: { readonly crew: Crew; readonly thread: WorkerThread }) => void;
  readonly reject: (error: ScrubjayError) => void;
}

/** A frame that ended so many workers goes to quarantine. */
const maxStrikes = 2;

/**
 * Worker threads that redact frames, each one frame at a time; a frame that finds all busy waits its turn. New rules are
 * compiled by new workers beside the old ones, which stay in use until all new ones report the same.
 */
export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #waiting: Waiting[] = [];
  readonly #strikes = new Strikes();
  readonly #crews = new Set<Crew>();
  #crew: Crew;
  #events: PoolEvents | undefined;
  #keys: WorkerKeys | undefined;
  #loading: Promise<unknown> = Promise.resolve();
  #threads = 0;
  #mayMove: boolean;
  #isClosed = false;

  private constructor(options: PoolOptions, active: RuleSources) {
    this.#options = options;
    this.#mayMove = options.mayMoveFrames;
    this.#crew = this.#createCrew({ active, shadow: undefined });
  }

  /** Resolves once all workers have compiled the rules. Rejects with SJ_RULES_INVALID. */
  static async start(options: PoolOptions, active: RuleSources): Promise<WorkerPool> {
    const pool = new WorkerPool(options, active);
    await pool.#crew.start();
    return pool;
  }

  get compiled(): CompiledRules {
    return this.#crew.compiled;
  }

  /** From now on frames may be given. The keys are copied. */
  open({ pseudonyms, sealing: { key, sealedKey } }: WorkerKeys, events: PoolEvents): void {
    // Memory of their own: a clone of a part of Node's shared pool would take its neighbours along.
    const own = (bytes: Uint8Array): Buffer => Buffer.from(new Uint8Array(bytes).buffer);
    this.#keys = { pseudonyms: own(pseudonyms), sealing: { key: own(key), sealedKey: own(sealedKey) } };
    this.#events = events;
    for (const crew of this.#crews) crew.giveKeys(this.#keys);
    this.#report();
  }

  /**
   * Redacts a frame. Rejects retryably when the worker ended over it; a frame that does so twice comes back whole as
   * quarantine. Rejects with SJ_STOPPED when the pool is closed.
   */
  async redact(frame: Frame, continues: readonly OpenText[]): Promise<RedactedFrame> {
    if (this.#strikes.of(frame) >= maxStrikes) return withholdAll(frame, 'internal_error');
    const began = performance.now();
    const { crew, thread } = await this.#takeThread();
    const taken = performance.now();
    try {
      const { redacted, shadow } = unpackAnswer(await this.#runOn(thread, frame, continues));
      this.#strikes.forget(frame);
      if (shadow !== undefined) this.#events?.onShadow(shadow);
      this.#events?.onFrame((taken - began) / 1000, (performance.now() - taken) / 1000);
      return redacted;
    } catch (error) {
      if (!(error instanceof WorkerLost)) throw error;
      this.#strikes.add(frame);
      throw lost(error.reason);
    } finally {
      crew.giveBack(thread);
      this.#forget(crew);
      this.#report();
    }
  }

  /**
   * Compiles changed files of a role and takes them into use between two frames; equal rulesets change nothing. `judge`
   * may throw to refuse. Rejects with the reason, and all stays as it is.
   */
  load(role: RuleRole, files: RuleSources, judge?: (next: RulesetSummary) => void): Promise<RulesetSummary> {
    const loaded = this.#loading.then(() => this.#load(role, files, judge));
    this.#loading = loaded.catch(() => undefined);
    return loaded;
  }

  /** Ends all workers; what they are working on and what waits is rejected with SJ_STOPPED. Safe to call twice. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(stopped());
    await Promise.all([...this.#crews].map((crew) => crew.close()));
    this.#keys?.pseudonyms.fill(0);
    this.#keys?.sealing.key.fill(0);
  }

  async #load(
    role: RuleRole,
    files: RuleSources,
    judge: ((next: RulesetSummary) => void) | undefined,
  ): Promise<RulesetSummary> {
    if (this.#isClosed) throw stopped();
    const before = this.#crew;
    const next = this.#createCrew({ ...before.rules, [role]: files });
    const isWanted = (compiled: CompiledRules): boolean => {
      const summary = summaryOf(compiled, role);
      if (summary.fingerprint === before.compiled[role]?.fingerprint) return false;
      judge?.(summary);
      return true;
    };
    try {
      if (await next.start(isWanted)) this.#crew = next;
    } finally {
      if (this.#crew !== next) this.#crews.delete(next);
    }
    if (this.#crew === next) before.retire();
    this.#forget(before);
    this.#serve();
    return summaryOf(this.#crew.compiled, role);
  }

  #forget(crew: Crew): void {
    if (crew !== this.#crew && crew.size === 0) this.#crews.delete(crew);
  }

  #createCrew(rules: RuleFiles): Crew {
    const crew = new Crew({
      size: this.#options.workers,
      rules,
      spawn: (files, onLost) => this.#spawn(files, onLost),
      onIdle: () => this.#serve(),
      onLost: (reason) => {
        this.#events?.onLost(reason);
        this.#report();
      },
      onStartFailed: (error) => this.#events?.onStartFailed(error),
    });
    this.#crews.add(crew);
    return crew;
  }

  #spawn(rules: RuleFiles, onLost: (reason: LossCause) => void): WorkerThread {
    const { setup, script, execArgv, heapMb, frameTimeoutMs, registry } = this.#options;
    this.#threads += 1;
    const thread = new WorkerThread({
      ...{ script, execArgv, heapMb, frameTimeoutMs, registry, onLost },
      setup: { ...setup, rules, number: this.#threads },
    });
    if (this.#keys !== undefined) thread.giveKeys(this.#keys);
    return thread;
  }

  #takeThread(): Promise<{ readonly crew: Crew; readonly thread: WorkerThread }> {
    if (this.#isClosed) return Promise.reject(stopped());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#serve();
    });
  }

  /** Gives idle workers to who waits longest. */
  #serve(): void {
    const crew = this.#crew;
    while (this.#waiting.length > 0) {
      const thread = crew.take();
      if (thread === undefined) break;
      this.#waiting.shift()?.resolve({ crew, thread });
    }
    this.#report();
  }

  async #runOn(thread: WorkerThread, frame: Frame, continues: readonly OpenText[]): Promise<FrameAnswer> {
    const send = (mayMove: boolean): Promise<FrameAnswer> => {
      const { message, transfer } = packFrame(frame, mayMove);
      return thread.redact({
        message: { kind: 'frame', frame: message, continues: packTexts(continues) },
        transfer,
      });
    };
    if (!this.#mayMove) return send(false);
    try {
      return await send(true);
    } catch (error) {
      // Memory that a native module made cannot be given away, and nothing was: Node says so only when it is asked to.
      if (!(error instanceof DOMException) || error.name !== 'DataCloneError') throw error;
      this.#mayMove = false;
      return send(false);
    }
  }

  #report(): void {
    this.#events?.onLoad(this.#crew.size, this.#crew.busy, this.#waiting.length);
  }
}

function summaryOf(compiled: CompiledRules, role: RuleRole): RulesetSummary {
  const summary = compiled[role];
  if (summary === undefined) throw new ScrubjayError('SJ_INTERNAL', `No ${role} ruleset was compiled.`);
  return summary;
}

function lost(reason: LossCause): ScrubjayError {
  const why = { crash: 'it crashed', memory: 'its heap was full', timeout: 'it took too long' }[reason];
  return new ScrubjayError('SJ_INTERNAL', `A worker of the redactor ended over a frame: ${why}.`, {
    fix: 'Nothing: the frame is tried again by another worker, and goes to quarantine if it ends that one too.',
    retryable: true,
  });
}

function stopped(): ScrubjayError {
  return new ScrubjayError('SJ_STOPPED', 'The workers of the redactor were closed.');
}
