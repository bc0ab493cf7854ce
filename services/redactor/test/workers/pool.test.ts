import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { createStage } from '../../src/stage.js';
import { WorkerPool } from '../../src/workers/pool.js';
import { frameOf } from '../frames.js';
import { KeptEvents, filesOf, keys, noTexts, openPool, setup, textsOf } from './support.js';

const stopped = { code: 'SJ_STOPPED' };
const silent = { onFinding: () => undefined, onDiscarded: () => undefined };
const shared = await openPool(
  t,
  {},
  filesOf('[a-b][0-9]', {
    who: ['who[0-9]', 'pseudonymize'],
    shut: ['shut[0-9]', 'seal'],
    long: ['secret[0-9]{4}', 'mask'],
  }),
);

t.test('redacts as this thread would, and says what was done', async (t) => {
  const { pool, events } = shared;
  t.match(pool.compiled, { active: { fingerprint: /^[0-9a-f]{64}$/, detectors: 4, pseudonymizes: true } });
  const redacted = await pool.redact(frameOf(['a1 x', 'fine', 'b2']), noTexts);
  t.strictSame(textsOf(redacted), ['scrubbed: [WORD] x', 'scrubbed: fine', 'scrubbed: [WORD]']);
  t.match(redacted, { counts: [{ detector: 'word', action: 'mask', count: 2 }], discarded: 0, open: [] });
  t.ok(Buffer.isBuffer(redacted.outputs[0]?.frame.records));
  t.equal(redacted.outputs[0]?.frame.rulesetFingerprint, pool.compiled.active.fingerprint);
  t.strictSame([events.frames, events.load], [1, [2, 0, 0]]);
});

t.test('all workers make the same pseudonyms, and no two the same sealed value', async (t) => {
  const texts = await Promise.all(
    [1, 2, 3, 4].map(async (at) =>
      textsOf(await shared.pool.redact(frameOf(['who1', 'shut1'], at), noTexts)),
    ),
  );
  for (const text of texts)
    t.match(text, [/^scrubbed: \[WHO:e1:[a-z2-7]{16}\]$/, /^scrubbed: \[SHUT:sealed:[A-Za-z0-9_-]+\]$/]);
  t.equal(new Set(texts.map(([who]) => who)).size, 1);
  t.equal(new Set(texts.map(([, shut]) => shut)).size, 4);
});

t.test('frames of one partition come out in order, and partitions run side by side', async (t) => {
  const { pool, events } = shared;
  const stage = createStage(pool, silent);
  const done: string[] = [];
  const run = async (partition: number, times: readonly number[]): Promise<void> => {
    for (const [at, time] of times.entries()) {
      const messages = [0, 1].map((part) => {
        const offset = at * 2 + part;
        const record = `slow${part === 0 ? time : 0} a${offset}`;
        return { offset: BigInt(offset), frame: frameOf([record], offset, { partition }) };
      });
      const batch = { partition: { stream: 'raw', partition }, first: 0n, next: 1n, messages };
      const outputs = await stage.process(batch);
      done.push(...outputs.map(({ frame }) => `${frame.partition}/${frame.offsets[0] ?? -1}`));
    }
  };
  const before = events.frames;
  await Promise.all([run(0, [60, 0, 20, 5]), run(1, [0, 40, 0, 30]), run(2, [10, 10, 10, 10])]);
  for (const partition of [0, 1, 2]) {
    const own = done.filter((one) => one.startsWith(`${partition}/`));
    t.strictSame(
      own,
      Array.from({ length: 8 }, (_, offset) => `${partition}/${offset}`),
    );
  }
  t.strictSame([events.mostBusy, events.frames - before], [2, 24]);
  t.ok(events.mostQueued >= 1);
});

t.test('values that run over frames are found whichever worker has the frame', async (t) => {
  const stage = createStage(shared.pool, silent);
  const cri = (tag: string, text: string): string => `2026-11-23T10:00:00.123456789Z stdout ${tag} ${text}`;
  const process = async (partition: number): Promise<string[]> => {
    const messages = [cri('P', 'a secret12'), cri('F', '34 b')].map((record, at) => ({
      offset: BigInt(at),
      frame: frameOf([record], at, { partition }),
    }));
    const batch = { partition: { stream: 'raw', partition }, first: 0n, next: 2n, messages };
    return textsOf({ outputs: await stage.process(batch), counts: [], discarded: 0, open: [] });
  };
  for (const texts of await Promise.all([1, 2, 3, 4].map(process)))
    t.strictSame(texts, [`scrubbed: ${cri('P', 'a [CUT]')}`, `scrubbed: ${cri('F', '[LONG] b')}`]);
});

t.test('the event loop goes on while workers work', async (t) => {
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 1);
  await shared.pool.redact(frameOf(['slow200 a1']), noTexts);
  clearInterval(turning);
  t.ok(turns > 10, `${turns} turns`);
});

t.test('an error that is no worker’s end is handed on as it is', async (t) => {
  const lengths = Uint32Array.of(1, 1);
  const unsound = frameOf(['a1'], 0, { lengths });
  await t.rejects(shared.pool.redact(unsound, noTexts), { code: 'SJ_INTERNAL', retryable: false });
});

t.test('closing ends what is under way and what waits, and takes nothing more', async (t) => {
  const { pool } = await openPool(t, { workers: 1 });
  const own = keys();
  pool.open(own, new KeptEvents());
  const working = pool.redact(frameOf(['slow50']), noTexts);
  const waiting = pool.redact(frameOf(['a1'], 1), noTexts);
  const loading = pool.load('active', filesOf('[c][0-9]'));
  const all = [working, waiting, loading].map((one: Promise<unknown>) => t.rejects(one, stopped));
  await sleep(1);
  await pool.close();
  await Promise.all(all);
  await t.rejects(pool.redact(frameOf(['a1'], 2), noTexts), stopped);
  await t.rejects(pool.load('active', filesOf('[c][0-9]')), stopped);
  await pool.close();
  t.ok(
    own.pseudonyms.every((byte) => byte === 1),
    'the caller keeps its keys',
  );
  t.ok(own.sealing.key.every((byte) => byte === 2));
});

t.test('a frame that closing overtakes on its way to a worker is stopped, too', async (t) => {
  const { pool, events } = await openPool(t, { workers: 1 });
  const working = pool.redact(frameOf(['a1']), noTexts);
  const closing = pool.close();
  await t.rejects(working, stopped);
  await closing;
  t.strictSame(events.lost, []);
});

t.test('a pool that cannot start says why, and leaves no worker behind', async (t) => {
  await t.rejects(openPool(t, {}, filesOf('[')), { code: 'SJ_RULES_INVALID', message: /mine\.yaml:5/ });
  const script = new URL('no-such-worker.ts', import.meta.url);
  const options = {
    ...{ workers: 1, frameTimeoutMs: 1000, heapMb: 128, mayMoveFrames: true },
    setup,
    script,
  };
  await t.rejects(WorkerPool.start({ ...options, registry: undefined }, filesOf('[a][0-9]')), {
    code: 'SJ_INTERNAL',
  });
});
