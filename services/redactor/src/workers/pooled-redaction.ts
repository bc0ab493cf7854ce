import { createSealingKey, openSchemas, readRules, type SharedConfig } from '@scrubjay/boot';
import type { RedactorConfig } from '../config.js';
import type { FrameRedactor } from '../redact-frame.js';
import type { Redaction } from '../redaction.js';
import { poolEvents } from './pool-events.js';
import { WorkerPool, type PoolOptions } from './pool.js';
import { followRules } from './pooled-rulesets.js';

/** Started by Node itself, which knows nothing of how a loader maps names: under a test the sources are TypeScript. */
const script = import.meta.url.endsWith('.ts')
  ? new URL('../redactor-worker.ts', import.meta.url)
  : new URL('../redactor-worker.js', import.meta.url);

/** Redacts in `workers` threads. Rejects with SJ_RULES_INVALID, or as the reading of files does. */
export async function startPooled(
  { rules, schemas }: Pick<SharedConfig, 'rules' | 'schemas'>,
  config: RedactorConfig,
  { workers, mayMoveFrames }: Pick<PoolOptions, 'workers' | 'mayMoveFrames'>,
): Promise<Redaction> {
  const from = await readRules(rules.policy, rules.dir);
  const { registry, ...sources } = await openSchemas(schemas);
  const { maxRecordBytes, maxDepth, maxFindingsPerRecord, shadow } = config;
  const pool = await WorkerPool.start(
    {
      ...{ workers, mayMoveFrames, script, registry },
      frameTimeoutMs: config.frameTimeoutMs,
      heapMb: config.maxWorkerHeapMb,
      setup: {
        limits: { maxRecordBytes, maxDepth, maxFindingsPerRecord },
        epoch: rules.epoch,
        tenant: rules.tenant,
        shadow: shadow && { sampleRate: shadow.sampleRate, maxMsPerFrame: shadow.maxMsPerFrame },
        schemas: sources,
        hasRegistry: registry !== undefined,
      },
    },
    from,
  );
  const { fingerprint, pseudonymizes } = pool.compiled.active;
  let unfollow = (): void => undefined;
  return {
    fingerprint,
    pseudonymizes,
    async open(context): Promise<FrameRedactor> {
      const { vault } = context;
      const pseudonyms = pseudonymizes ? await vault.pseudonymKey(rules.epoch) : Buffer.alloc(0);
      const sealing = await createSealingKey(vault);
      pool.open({ pseudonyms, sealing }, poolEvents(context));
      sealing.key.fill(0);
      unfollow = await followRules(context, config, pool, from);
      context.log.info('workers', { workers });
      return pool;
    },
    async close() {
      unfollow();
      await pool.close();
    },
  };
}
