import t from 'tap';
import { createStage } from '../../src/stage.js';
import { frameOf } from '../frames.js';
import { noTexts, openPool, textsOf } from './support.js';

const again = { code: 'SJ_INTERNAL', retryable: true };
const { pool, events } = await openPool(t, { workers: 1, heapMb: 128, frameTimeoutMs: 10_000 });
const lossesIn = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  const before = events.lost.length;
  await work();
  return events.lost.slice(before);
};

t.test('a frame that ended a worker once is redacted by the next one', async (t) => {
  const lost = await lossesIn(async () => {
    await t.rejects(pool.redact(frameOf(['crash a1']), noTexts), again);
    t.strictSame(textsOf(await pool.redact(frameOf(['a1']), noTexts)), ['scrubbed: [WORD]']);
    // It did no harm the second time: it begins anew.
    await t.rejects(pool.redact(frameOf(['exit a1']), noTexts), again);
  });
  t.strictSame(lost, ['crash', 'crash']);
  t.strictSame(textsOf(await pool.redact(frameOf(['a1']), noTexts)), ['scrubbed: [WORD]']);
});

t.test('a frame that ends two workers goes to quarantine whole, and no other with it', async (t) => {
  const stage = createStage(pool, { onFinding: () => undefined, onDiscarded: () => undefined });
  const frames = [frameOf(['a1'], 10), frameOf(['a2', 'crash a3', 'a4'], 11), frameOf(['a5'], 14)];
  const messages = frames.map((frame) => ({ offset: BigInt(frame.offsets[0] ?? 0), frame }));
  const batch = { partition: { stream: 'raw', partition: 0 }, first: 10n, next: 15n, messages };
  const lost = await lossesIn(async () => {
    await t.rejects(stage.process(batch), again);
    await t.rejects(stage.process(batch), again);
    const outputs = await stage.process(batch);
    t.strictSame(textsOf({ outputs, counts: [], discarded: 0, open: [] }), [
      'scrubbed: [WORD]',
      'quarantine: a2',
      'quarantine: crash a3',
      'quarantine: a4',
      'scrubbed: [WORD]',
    ]);
    t.match(outputs[2]?.frame, {
      quarantine: { stage: 'redactor', reason: 'internal_error', part: 0, parts: 1 },
    });
    t.strictSame(
      outputs.map(({ frame }) => frame.offsets[0]),
      [10, 11, 12, 13, 14],
    );
  });
  t.strictSame(lost, ['crash', 'crash']);
});

t.test('a full heap and a frame that takes too long end the worker, not the process', async (t) => {
  const tellTale = 'hang jane@example.com';
  const lost = await lossesIn(async () => {
    await t.rejects(pool.redact(frameOf(['fill'], 20), noTexts), again);
    const error: unknown = await pool
      .redact(frameOf([tellTale], 30), noTexts)
      .catch((thrown: unknown) => thrown);
    t.match(error, again);
    t.notMatch(JSON.stringify([error, String(error), (error as Error).stack]), /jane/);
  });
  t.strictSame(lost, ['memory', 'timeout']);
  t.strictSame(textsOf(await pool.redact(frameOf(['a1'], 40), noTexts)), ['scrubbed: [WORD]']);
  t.strictSame(events.load, [1, 0, 0]);
});

t.test('a worker that says what cannot be read is ended', async (t) => {
  const lost = await lossesIn(async () => {
    await t.rejects(pool.redact(frameOf(['riddle a1'], 45), noTexts), again);
    t.strictSame(textsOf(await pool.redact(frameOf(['a1'], 46), noTexts)), ['scrubbed: [WORD]']);
  });
  t.strictSame(lost, ['crash']);
});

t.test('what a worker throws never leaves it', async (t) => {
  const error: unknown = await pool
    .redact(frameOf(['crash jane@example.com'], 50), noTexts)
    .catch((thrown: unknown) => thrown);
  t.match(error, again);
  t.notMatch(JSON.stringify([error, String(error), (error as Error).stack, (error as Error).cause]), /jane/);
});
