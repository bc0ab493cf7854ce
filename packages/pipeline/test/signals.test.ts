import { EventEmitter } from 'node:events';
import t from 'tap';
import { handleSignals } from '../src/signals.js';

t.test('the first signal drains, the second stops, whichever they are; later ones do nothing', (t) => {
  const emitter = new EventEmitter();
  const calls: string[] = [];
  const dispose = handleSignals(
    { drain: () => calls.push('drain'), stop: () => calls.push('stop') },
    emitter,
  );
  emitter.emit('SIGINT');
  t.same(calls, ['drain']);
  emitter.emit('SIGTERM');
  emitter.emit('SIGTERM');
  t.same(calls, ['drain', 'stop']);
  dispose();
  t.equal(emitter.listenerCount('SIGINT') + emitter.listenerCount('SIGTERM'), 0);
  t.end();
});

t.test('listens to this process unless told otherwise', (t) => {
  const before = process.listenerCount('SIGTERM');
  const dispose = handleSignals({ drain: () => undefined, stop: () => undefined });
  t.equal(process.listenerCount('SIGTERM'), before + 1);
  dispose();
  t.equal(process.listenerCount('SIGTERM'), before);
  t.end();
});
