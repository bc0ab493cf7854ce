import { randomBytes } from 'node:crypto';
import {
  compileRuleset,
  highestLimits,
  redactFramePlain,
  rulesetFor,
  type RedactContext,
  type Ruleset,
} from '@scrubjay/engine';
import type { AuditSetup, Sample, SecondLook } from './messages.js';

const pseudonymKeyBytes = 32;

/** Redacts scrubbed records again, by the reference path, under the rules that scrubbed them. */
export class SecondLooker {
  readonly #setup: AuditSetup;
  readonly #ruleset: Ruleset;
  readonly #context: RedactContext;
  readonly #categories: ReadonlyMap<string, string>;

  /** @throws SJ_RULES_INVALID */
  constructor(setup: AuditSetup) {
    this.#setup = setup;
    this.#ruleset = compileRuleset(setup.sources);
    this.#categories = new Map(this.#ruleset.detectors.map(({ id, category }) => [id, category]));
    // Any key will do: tokens are not made again, and what is made here is thrown away.
    this.#context = {
      pseudonymKey: randomBytes(pseudonymKeyBytes),
      epoch: setup.epoch,
      // What the redactor passed is no leak for being deep or full of findings, whatever it was allowed.
      limits: highestLimits,
    };
  }

  get fingerprint(): string {
    return this.#ruleset.fingerprint;
  }

  /** Looks at as many as there is time for, at one at least. */
  lookAt(samples: readonly Sample[]): readonly SecondLook[] {
    const until = performance.now() + this.#setup.maxMs;
    const looks: SecondLook[] = [];
    for (const sample of samples) {
      looks.push(this.#look(sample));
      if (performance.now() > until) break;
    }
    return looks;
  }

  /** To redact twice is to redact once: what would change again was not scrubbed. */
  #look({ bytes, format, service }: Sample): SecondLook {
    const { environment } = this.#setup;
    const rules = rulesetFor(this.#ruleset, { service, environment, schema: '' });
    const record = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const input = { bytes: record, lengths: Uint32Array.of(record.length), format };
    const result = redactFramePlain(rules, input, this.#context);
    if (result.kept.length === 1 && result.bytes.equals(record)) return { isLeak: false, detectors: [] };
    const detectors = result.counts.map(({ detector, count }) => ({
      ...{ detector, count, category: this.#categories.get(detector) ?? 'unknown' },
    }));
    return { isLeak: true, detectors };
  }
}
