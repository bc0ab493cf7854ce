import { randomUUID } from 'node:crypto';
import { createContext, createSigner, createStore, type ServiceContext } from '@scrubjay/boot';
import { createStage, startRedaction, type Redaction } from '@scrubjay/redactor';
import { createObjectSealer, sealedUnder } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import type { Purpose } from '@scrubjay/vault';
import type { FullConfig } from '../config-schema.js';
import { withKeys } from '../quarantine/places.js';
import type { RewriteOptions } from './rewrite-options.js';
import { readCommitted } from './settled-flushes.js';

export interface RewritingOptions {
  readonly config: FullConfig;
  /** Names the work in logs. */
  readonly name: string;
  /** Instead of the configuration's. */
  readonly policy?: string;
  readonly rules?: string;
  /** Keys beside that of scrubbed objects with which something is opened. */
  readonly opens: readonly Purpose[];
  readonly dryRun?: boolean;
}

/** Which run it was, for the report and the amendments. */
export interface RunFacts {
  readonly run: string;
  readonly ruleset: string;
  readonly dryRun: boolean;
}

/** Opens all that it takes to redact stored objects once more under one ruleset, and closes it when `use` is done. */
export async function withRewriting(
  options: RewritingOptions,
  use: (rewriting: RewriteOptions, about: RunFacts) => Promise<void>,
): Promise<void> {
  const config = withRules(options);
  // First: rules that do not compile leave nothing open.
  const redaction = await startRedaction(config, config.redactor, { mayMoveFrames: false });
  const store = createStore(config.store);
  const about = {
    run: randomUUID(),
    ruleset: redaction.fingerprint,
    dryRun: options.dryRun === true,
  };
  try {
    await withContext(config, redaction, options, async (context) => {
      const redactor = await redaction.open(context);
      const signer = await createSigner(config.keys, { create: false });
      try {
        const rewriting: RewriteOptions = {
          ...partsOf(config, context, store),
          ...{ signer, publicKey: await signer.publicKey(), isDryRun: about.dryRun },
          openStage: (onFinding) => createStage(redactor, { onFinding, onDiscarded: () => undefined }),
          committed: await readCommitted(config),
          facts: {
            ...{ environment: config.environment, run: about.run, ruleset: about.ruleset },
            sealedUnder: sealedUnder(config.keys),
          },
        };
        await use(rewriting, about);
      } finally {
        signer.close();
      }
    });
  } finally {
    await redaction.close();
    await store.close();
  }
}

/** Rules stay as they are at the start, so that all objects meet the same. */
function withRules({ config, policy, rules }: RewritingOptions): FullConfig {
  const redactor = { ...config.redactor, reloadIntervalMs: 0 };
  delete redactor.shadow;
  return {
    ...config,
    redactor,
    telemetry: { ...config.telemetry, enabled: false },
    rules: {
      ...config.rules,
      ...(policy === undefined ? {} : { policy }),
      ...(rules === undefined ? {} : { dir: rules }),
    },
  };
}

function partsOf(
  { environment, sink }: FullConfig,
  { vault, codec, now }: ServiceContext,
  store: ObjectStore,
): Pick<RewriteOptions, 'store' | 'sealer' | 'codec' | 'now' | 'compressionLevel'> {
  const sealer = createObjectSealer(vault, environment);
  return { store, sealer, codec, now, compressionLevel: sink.compressionLevel };
}

/** With the keys of a redactor and a sink. */
async function withContext(
  config: FullConfig,
  { pseudonymizes }: Redaction,
  { name, opens }: RewritingOptions,
  use: (context: ServiceContext) => Promise<void>,
): Promise<void> {
  const all = ['scrubbed', ...opens, ...(pseudonymizes ? (['pseudonym'] as const) : [])] as const;
  // Keys under which something is stored must be there; that of pseudonyms may be made, where older rules wrote none.
  await withKeys(config, ['scrubbed', 'quarantine'], async () => undefined);
  const context = await createContext(config, { name, opens: all, seals: ['quarantine'] });
  try {
    await use(context);
  } finally {
    await context.close();
  }
}
