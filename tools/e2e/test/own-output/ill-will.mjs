/**
 * Loaded into a process before anything else (`--import`): does to it, at a signal or in its workers, what a bug of ours or of a
 * library would do while records are in memory.
 */
import { setImmediate } from 'node:timers';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';

const how = process.env.SCRUBJAY_ILL_WILL;
const content = process.env.SCRUBJAY_ILL_WILL_TEXT;

function quoting() {
  const cause = new TypeError(`caused by ${content}`);
  return Object.assign(new Error(`${content}\n    at ${content}`, { cause }), {
    record: content,
    code: content,
  });
}

/** What a library might have to say. */
function speak() {
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'])
    console[method](content);
  process.emitWarning(content);
  process.emitWarning(content, { type: 'DeprecationWarning', code: 'DEP_PLANTED', detail: content });
}

const kept = [];

const deeds = {
  speak,
  throw() {
    setImmediate(() => {
      throw quoting();
    });
  },
  reject: () => void Promise.reject(quoting()),
  rejectText: () => void Promise.reject(content),
  fill() {
    for (;;) kept.push(Array.from({ length: 1_000 }, () => content + String(kept.length)));
  },
};

if (isMainThread) process.on('SIGURG', () => deeds[how]?.());
else if (how === 'worker' && workerData?.number === 1) {
  // With its first frame done, and the answer on its way.
  const { postMessage } = parentPort;
  parentPort.postMessage = (message, transfer) => {
    postMessage.call(parentPort, message, transfer);
    if (message.kind !== 'done') return;
    setImmediate(() => {
      speak();
      throw quoting();
    });
  };
}
