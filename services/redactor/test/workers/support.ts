import type { RuleSources } from '@scrubjay/boot';
import { defaultLimits, type OpenText } from '@scrubjay/engine';
import { recordAt } from '@scrubjay/frame';
import { defaultTags } from '@scrubjay/registry';
import type { Test } from 'tap';
import type { RedactedFrame } from '../../src/redact-frame.js';
import type { ShadowCounts, WorkerSetup } from '../../src/workers/messages.js';
import { WorkerPool, type PoolEvents, type PoolOptions } from '../../src/workers/pool.js';

/** Files of a ruleset whose detector `word` finds `pattern`; `also` are further ones by id: pattern and action. */
export function filesOf(
  pattern: string,
  also: Readonly<Record<string, readonly [pattern: string, action: string]>> = {},
  note = '',
): RuleSources {
  const detectors = Object.entries({ word: [pattern, 'mask'] as const, ...also }).map(
    ([id, [finds, action]]) =>
      `  - { id: ${id}, title: T, category: pii, severity: low, pattern: '${finds}', action: ${action}, examples: { match: [a, b, c], ignore: [d, e, f] } }`,
  );
  const text = [`# ${note}`, 'pack: mine', 'title: Mine', 'detectors:', ...detectors, ''].join('\n');
  const policy = { file: 'p.yaml', text: 'policy: p\ntitle: P\npacks: [mine]\n' };
  return { packs: [{ file: 'mine.yaml', text }], policy, allowLists: [] };
}

/** All records of what came out, with where they went. */
export function textsOf({ outputs }: RedactedFrame): string[] {
  return outputs.flatMap(({ to, frame }) =>
    Array.from(frame.lengths.keys(), (index) => `${to}: ${recordAt(frame, index).toString()}`),
  );
}

export const setup: Omit<WorkerSetup, 'rules' | 'number'> = {
  limits: defaultLimits,
  epoch: 'e1',
  tenant: '',
  shadow: undefined,
  schemas: { files: new Map(), tags: defaultTags, reviewed: new Map() },
  hasRegistry: false,
};

/** What a pool reported. */
export class KeptEvents implements PoolEvents {
  readonly lost: string[] = [];
  readonly startFailures: string[] = [];
  readonly shadow: ShadowCounts[] = [];
  frames = 0;
  load: readonly number[] = [];
  mostBusy = 0;
  mostQueued = 0;

  onLoad(workers: number, busy: number, queued: number): void {
    this.load = [workers, busy, queued];
    this.mostBusy = Math.max(this.mostBusy, busy);
    this.mostQueued = Math.max(this.mostQueued, queued);
  }

  onFrame(): void {
    this.frames += 1;
  }

  onShadow(counts: ShadowCounts): void {
    this.shadow.push(counts);
  }

  onLost(reason: string): void {
    this.lost.push(reason);
  }

  onStartFailed({ code }: { readonly code: string }): void {
    this.startFailures.push(code);
  }
}

export const keys = (): Parameters<WorkerPool['open']>[0] => ({
  pseudonyms: Buffer.alloc(32, 1),
  sealing: { key: Buffer.alloc(32, 2), sealedKey: Buffer.from('sealed key') },
});

/** A pool with real workers, closed with the test. They obey words in records: see fragile-worker.ts. */
export async function openPool(
  t: Pick<Test, 'teardown'>,
  options: Partial<PoolOptions> = {},
  active: RuleSources = filesOf('[a-b][0-9]'),
): Promise<{ readonly pool: WorkerPool; readonly events: KeptEvents }> {
  const pool = await WorkerPool.start(
    {
      ...{ workers: 2, frameTimeoutMs: 30_000, heapMb: 256, mayMoveFrames: false },
      ...{ setup, registry: undefined, script: new URL('fragile-worker.ts', import.meta.url) },
      // Without tap's own hooks, which take longer to start than the worker.
      execArgv: ['--import=@scrubjay/ts-register'],
      ...options,
    },
    active,
  );
  t.teardown(() => pool.close());
  const events = new KeptEvents();
  pool.open(keys(), events);
  return { pool, events };
}

export const noTexts: readonly OpenText[] = [];
