import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import type { RedactedFrame } from '../../src/redact-frame.js';
import type { ToWorker } from '../../src/workers/messages.js';
import { frameOf } from '../frames.js';
import { filesOf, noTexts, openPool, textsOf } from './support.js';

t.test('new rules take over between two frames, in all workers at once', async (t) => {
  const { pool } = await openPool(t);
  const before = pool.compiled.active.fingerprint;
  let isDone = false;
  const prints: (string | undefined)[] = [];
  const feed = async (partition: number): Promise<void> => {
    for (let offset = 0; !isDone; offset += 1) {
      // Not at full speed: the new workers need a core to start.
      await sleep(10);
      const redacted = await pool.redact(frameOf(['a1 c1'], offset, { partition }), noTexts);
      const print = redacted.outputs[0]?.frame.rulesetFingerprint;
      prints.push(print);
      const expected = print === before ? 'scrubbed: [WORD] c1' : 'scrubbed: a1 [WORD]';
      if (textsOf(redacted)[0] !== expected) t.fail('a frame that was not redacted by the rules it names');
    }
  };
  const feeding = [0, 1, 2].map(feed);
  await sleep(20);
  const next = await pool.load('active', filesOf('[c][0-9]'));
  const taken = prints.length;
  t.strictSame(pool.compiled.active, next);
  await sleep(100);
  isDone = true;
  await Promise.all(feeding);
  t.strictSame([...new Set(prints)], [before, next.fingerprint]);
  t.ok(taken > 10 && prints.length > taken, 'frames went on meanwhile');
  const late = prints.slice(taken + 2);
  t.ok(
    late.every((print) => print === next.fingerprint),
    'but for frames under way',
  );
});

t.test('a frame under way ends by the rules it began with, and its worker after it', async (t) => {
  const { pool, events } = await openPool(t, { workers: 1 });
  const post = Reflect.get(Worker.prototype, 'postMessage') as (...sent: unknown[]) => void;
  let closed = 0;
  t.intercept(Worker.prototype, 'postMessage', {
    value(this: Worker, message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
      if (message.kind === 'close') closed += 1;
      post.call(this, message, transfer);
    },
  });
  let underWay: Promise<RedactedFrame> | undefined;
  const next = await pool.load('active', filesOf('[c][0-9]'), () => {
    underWay = pool.redact(frameOf(['slow50 a1 c1']), noTexts);
  });
  t.strictSame(textsOf(await pool.redact(frameOf(['a1 c1'], 1), noTexts)), ['scrubbed: a1 [WORD]']);
  const before = await underWay;
  t.not(before?.outputs[0]?.frame.rulesetFingerprint, next.fingerprint);
  t.strictSame(before && textsOf(before), ['scrubbed: slow50 [WORD] c1']);
  t.strictSame([events.load, events.lost, closed], [[1, 0, 0], [], 1]);
});

t.test('bad or refused rules change nothing, nor do files that compile to the same', async (t) => {
  const { pool } = await openPool(t, { workers: 1 });
  const { active } = pool.compiled;
  await t.rejects(pool.load('active', filesOf('[')), { code: 'SJ_RULES_INVALID', retryable: false });
  const refuse = (): never => {
    throw new TypeError('no');
  };
  await t.rejects(pool.load('active', filesOf('[c][0-9]'), refuse), { code: 'SJ_INTERNAL' });
  t.strictSame(await pool.load('active', filesOf('[a-b][0-9]', {}, 'a comment'), refuse), active);
  t.strictSame(textsOf(await pool.redact(frameOf(['a1 c1']), noTexts)), ['scrubbed: [WORD] c1']);
});
