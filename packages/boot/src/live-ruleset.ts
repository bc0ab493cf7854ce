import { createHash } from 'node:crypto';
import { toScrubjayError, type ScrubjayError } from '@scrubjay/errors';
import { readRules, type RuleSources } from './rules.js';

/** What a look at the rules folder came to. `settling`: it changed, and is read once more before it counts. */
export type LookOutcome = 'unchanged' | 'settling' | 'loaded' | 'refused';

/** A ruleset, or what stands for one that was compiled elsewhere. */
export interface Fingerprinted {
  readonly fingerprint: string;
}

export interface LiveRulesetOptions<R extends Fingerprinted> {
  readonly policy: string;
  readonly dir: string | undefined;
  /** Milliseconds between two looks; 0 looks never. */
  readonly intervalMs: number;
  /** What the first ruleset was compiled from: the same content is not compiled again. */
  readonly from?: RuleSources | undefined;
  /** Compiles what the files say, here or elsewhere; a rejection refuses it. Never two at a time. */
  readonly compile: (sources: RuleSources) => Promise<R>;
  readonly onLoaded: (ruleset: R) => void;
  /** Told once for each content that is refused, or at every look while the reason may pass. The ruleset before it stays. */
  readonly onRefused: (error: ScrubjayError) => void;
}

function digestOf(sources: RuleSources | ScrubjayError): string {
  const content = 'packs' in sources ? sources : sources.message;
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/**
 * A ruleset that follows its files. They are read and compared whole, which sees every way of changing them, the
 * swapped symbolic links of a Kubernetes config map among them. A change counts once two looks in a row found the same,
 * so that a folder that is being written is not taken half done; then it is compiled and takes over at once, or it is
 * refused and the ruleset before it stays. Without a first ruleset it begins as none.
 */
export class LiveRuleset<R extends Fingerprinted, First extends R | undefined = R> {
  readonly #options: LiveRulesetOptions<R>;
  #current: R | First;
  /** Digests of what was last compiled, and of what the last look found. */
  #compiled: string;
  #found = '';
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(first: First, options: LiveRulesetOptions<R>) {
    this.#current = first;
    this.#options = options;
    this.#compiled = options.from === undefined ? '' : digestOf(options.from);
  }

  /** The ruleset in force. Ask at every frame: it changes between two of them. */
  get current(): R | First {
    return this.#current;
  }

  /** Looks again and again until `close`. Does not keep the process alive. */
  start(): void {
    const { intervalMs } = this.#options;
    if (intervalMs === 0 || this.#isClosed) return;
    this.#timer = setTimeout(() => {
      void this.look().then(() => this.start());
    }, intervalMs).unref();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** Looks once, now. Never rejects. */
  async look(): Promise<LookOutcome> {
    const { policy, dir } = this.#options;
    const sources = await readRules(policy, dir).catch(asError);
    const digest = digestOf(sources);
    if (digest === this.#compiled) return 'unchanged';
    if (digest !== this.#found) {
      this.#found = digest;
      return 'settling';
    }
    this.#compiled = digest;
    return this.#take(sources);
  }

  /** Takes up at once what the files say, without a second look: for a start, when nobody is served yet. */
  async load(): Promise<LookOutcome> {
    await this.look();
    return this.look();
  }

  async #take(sources: RuleSources | ScrubjayError): Promise<LookOutcome> {
    const { compile, onLoaded, onRefused } = this.#options;
    try {
      if (!('packs' in sources)) throw sources;
      const ruleset = await compile(sources);
      if (this.#isClosed || ruleset.fingerprint === this.#current?.fingerprint) return 'unchanged';
      this.#current = ruleset;
      onLoaded(ruleset);
      return 'loaded';
    } catch (error) {
      if (this.#isClosed) return 'unchanged';
      const known = asError(error);
      // What may succeed later is tried again at the next look.
      if (known.retryable) this.#compiled = '';
      onRefused(known);
      return 'refused';
    }
  }
}

function asError(error: unknown): ScrubjayError {
  return toScrubjayError(error, 'SJ_INTERNAL', 'The rules cannot be loaded');
}
