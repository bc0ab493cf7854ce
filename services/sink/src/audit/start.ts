import { LiveRuleset, readRules, type RuleSources, type ServiceContext } from '@scrubjay/boot';
import { ScrubjayError, toScrubjayError } from '@scrubjay/errors';
import type { SinkConfig } from '../config.js';
import { AuditThread } from './audit-thread.js';
import { createAuditor, type Auditor } from './auditor.js';
import { CanaryWatch } from './canary-watch.js';

type Context = Pick<ServiceContext, 'config' | 'metrics' | 'log'>;

export interface StartedAuditor {
  readonly auditor: Auditor;
  /** To be told when partitions change hands. */
  readonly canaries: CanaryWatch;
  close(): Promise<void>;
}

/** The auditor that the configuration asks for. Rules are compiled once there is a record to look at. */
export function startAuditor(context: Context, { audit }: SinkConfig): StartedAuditor {
  const { metrics } = context;
  const canaries = new CanaryWatch((outcome, count) => metrics.canaries(outcome, count));
  const follower = new AuditRules(context, audit);
  return {
    canaries,
    auditor: createAuditor({
      canaries,
      looker: () => follower.current(),
      ...{ sampleRate: audit.sampleRate, maxRecordBytes: audit.maxRecordBytes, random: Math.random },
      onLooked: (outcome, count) => metrics.audited(outcome, count),
    }),
    close: () => follower.close(),
  };
}

/** The auditor's thread under the rules in force; it follows their files as the redactor does. */
class AuditRules {
  readonly #context: Context;
  readonly #options: SinkConfig['audit'];
  #live: Promise<LiveRuleset<AuditThread>> | undefined;
  #latest: AuditThread | undefined;

  constructor(context: Context, options: SinkConfig['audit']) {
    this.#context = context;
    this.#options = options;
  }

  /** Rejects retryably where there are no rules to look with: what cannot be looked at waits. */
  async current(): Promise<AuditThread> {
    this.#live ??= this.#follow();
    try {
      return (await this.#live).current;
    } catch (error) {
      this.#live = undefined;
      const { code, message, fix } = toScrubjayError(error, 'SJ_INTERNAL', 'The auditor cannot start');
      throw new ScrubjayError(code, message, { fix, retryable: true, cause: error });
    }
  }

  async close(): Promise<void> {
    const live = await this.#live?.catch(() => undefined);
    live?.close();
    await this.#latest?.close();
  }

  async #follow(): Promise<LiveRuleset<AuditThread>> {
    const { config, log } = this.#context;
    const { policy, dir } = config.rules;
    const from = await readRules(policy, dir);
    this.#latest = await this.#start(from);
    const live = new LiveRuleset<AuditThread>(this.#latest, {
      ...{ policy, dir, from, intervalMs: this.#options.reloadIntervalMs },
      compile: (sources) => this.#start(sources),
      onLoaded: (next) => {
        void this.#latest?.close();
        this.#latest = next;
        log.info('auditor follows the rules', { fingerprint: next.fingerprint });
      },
      onRefused: (error) => log.error('auditor cannot follow the rules', error, { policy }),
    });
    live.start();
    return live;
  }

  #start(sources: RuleSources): Promise<AuditThread> {
    const { environment, rules } = this.#context.config;
    const { maxMsPerFlush } = this.#options;
    return AuditThread.start({ sources, environment, epoch: rules.epoch, maxMs: maxMsPerFlush });
  }
}
