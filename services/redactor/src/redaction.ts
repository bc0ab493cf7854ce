import { availableParallelism } from 'node:os';
import {
  createValueSealer,
  openSchemas,
  readRules,
  type ServiceContext,
  type SharedConfig,
} from '@scrubjay/boot';
import { compileRuleset, mayUse } from '@scrubjay/engine';
import type { RedactorConfig } from './config.js';
import { createInThreadRedactor } from './in-thread.js';
import type { FrameRedactor } from './redact-frame.js';
import { openRulesets } from './rulesets.js';
import { createFrameSchemas } from './schemas.js';
import { startPooled } from './workers/pooled-redaction.js';

/** Rules that were compiled, in this thread or in workers, for the keys to be opened that they need. */
export interface Redaction {
  /** Of the active ruleset at the start. */
  readonly fingerprint: string;
  /** Whether the pseudonym key is needed. */
  readonly pseudonymizes: boolean;
  /** Takes the keys from the context's vault and follows the rule files from now on. Call once. */
  open(context: ServiceContext): Promise<FrameRedactor>;
  /** Ends what was begun, wiping keys. Safe to call twice, and before `open`. */
  close(): Promise<void>;
}

/** One core is for the consumer: Kafka, decryption and encryption; compression runs in Node's own threads. */
function defaultWorkers(): number {
  return Math.max(1, availableParallelism() - 1);
}

/**
 * Compiles the rules where they will run. `mayMoveFrames` as in `PoolOptions`. Rejects with SJ_RULES_INVALID or
 * SJ_RULES_NOT_FOUND.
 */
export async function startRedaction(
  config: Pick<SharedConfig, 'rules' | 'schemas'>,
  options: RedactorConfig,
  { mayMoveFrames }: { readonly mayMoveFrames: boolean },
): Promise<Redaction> {
  const { workers = defaultWorkers() } = options;
  if (workers === 0) return startInThread(config, options);
  return startPooled(config, options, { workers, mayMoveFrames });
}

async function startInThread(
  { rules, schemas }: Pick<SharedConfig, 'rules' | 'schemas'>,
  options: RedactorConfig,
): Promise<Redaction> {
  const from = await readRules(rules.policy, rules.dir);
  const first = compileRuleset(from);
  const pseudonymizes = mayUse(first, 'pseudonymize');
  let unfollow = (): void => undefined;
  return {
    fingerprint: first.fingerprint,
    pseudonymizes,
    async open(context) {
      const { vault } = context;
      const key = pseudonymizes ? await vault.pseudonymKey(rules.epoch) : Buffer.alloc(0);
      const rulesets = await openRulesets(context, options, first, from);
      unfollow = () => rulesets.close();
      return createInThreadRedactor({
        ruleset: rulesets.active,
        shadow: rulesets.shadow,
        schemas: createFrameSchemas(await openSchemas(schemas), options.maxRecordBytes),
        pseudonyms: { key, epoch: rules.epoch, tenant: rules.tenant },
        seal: await createValueSealer(vault),
        limits: options,
      });
    },
    close: async () => unfollow(),
  };
}
