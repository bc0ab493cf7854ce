import { Worker, markAsUntransferable } from 'node:worker_threads';
import t from 'tap';
import type { Frame } from '@scrubjay/frame';
import { frameOf } from '../frames.js';
import { noTexts, openPool, textsOf } from './support.js';

const again = { code: 'SJ_INTERNAL', retryable: true };

t.test('a moved frame is gone for who gave it, and comes back as it is needed', async (t) => {
  const moving = await openPool(t, { workers: 1, mayMoveFrames: true });
  const long = 'x'.repeat(20_000);
  const frame = (text: string): Frame => frameOf([`${text} ${long}`], 60);
  const first = frame('a1');
  const memory = first.records.buffer as ArrayBuffer;
  const outputs = textsOf(await moving.pool.redact(first, noTexts));
  t.strictSame(outputs, [`scrubbed: [WORD] ${long}`]);
  t.equal(memory.byteLength, 0);
  t.equal(first.lengths.length, 1, 'its metadata stays');
  for (const attempt of [1, 2])
    await t.rejects(moving.pool.redact(frame('crash'), noTexts), again, `${attempt}`);
  t.strictSame(textsOf(await moving.pool.redact(frame('crash'), noTexts)), [`quarantine: crash ${long}`]);
});

t.test('memory that cannot be given away is copied', async (t) => {
  const moving = await openPool(t, { workers: 1, mayMoveFrames: true });
  for (const offset of [80, 81]) {
    const frame = frameOf([`a1 ${'x'.repeat(20_000)}`], offset);
    markAsUntransferable(frame.records.buffer);
    const [text] = textsOf(await moving.pool.redact(frame, noTexts));
    t.match(text, /^scrubbed: \[WORD\] x/);
    t.equal(frame.records.length, 20_004);
  }
});

t.test('a refusal to give memory away is heard once, and all is copied from then on', async (t) => {
  const moving = await openPool(t, { workers: 1, mayMoveFrames: true });
  const frames = [90, 91].map((offset) => frameOf([`a1 ${'x'.repeat(20_000)}`], offset));
  const memories = new Set<unknown>(frames.map(({ records }) => records.buffer));
  let refusals = 0;
  // What Node does from version 21 on with memory of native modules; before, it copies that without a word.
  const post = Reflect.get(Worker.prototype, 'postMessage') as (...sent: unknown[]) => void;
  t.intercept(Worker.prototype, 'postMessage', {
    value(this: Worker, message: unknown, transfer: readonly ArrayBuffer[] = []): void {
      if (transfer.some((memory) => memories.has(memory))) {
        refusals += 1;
        throw new DOMException('Cannot transfer object of unsupported type.', 'DataCloneError');
      }
      post.call(this, message, transfer);
    },
  });
  for (const frame of frames) {
    t.match(textsOf(await moving.pool.redact(frame, noTexts)), [/^scrubbed: \[WORD\] x/]);
    t.equal(frame.records.length, 20_004);
  }
  t.equal(refusals, 1);
});

t.test('an error that is no refusal of memory is handed on as it is', async (t) => {
  const moving = await openPool(t, { workers: 1, mayMoveFrames: true });
  const failure = new TypeError('no');
  t.intercept(Worker.prototype, 'postMessage', {
    value(_message: unknown, transfer: readonly ArrayBuffer[] = []): void {
      if (transfer.length > 0) throw failure;
    },
  });
  await t.rejects(moving.pool.redact(frameOf(['a1'], 100), noTexts), failure);
});
