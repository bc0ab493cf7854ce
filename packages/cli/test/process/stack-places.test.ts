import { ScrubjayError } from '@scrubjay/errors';
import t from 'tap';
import { stackPlaces } from '../../src/process/stack-places.js';

t.test('shows names and places, of causes too, and no text', async (t) => {
  const cause = new SyntaxError('hunter2 is no JSON');
  const shown = stackPlaces(new ScrubjayError('SJ_STATE_DAMAGED', 'A file is damaged.', { cause }));
  t.match(shown, /^SJ_STATE_DAMAGED\n {4}at .*stack-places\.test\.ts:\d+:\d+/);
  t.match(shown, /\ncaused by SyntaxError\n {4}at /);
  t.notMatch(shown, /hunter2|damaged\./);
});

t.test('takes no line of a text for a place', async (t) => {
  const hostile = new Error('hunter2\n    at hunter2 (file:///hunter2:1:1)\n    at /hunter2:2:2');
  t.notMatch(stackPlaces(hostile), 'hunter2');
  t.match(stackPlaces(hostile), /^Error\n {4}at /);
});

t.test('shows no text that was changed after the throw, nor one over several lines', async (t) => {
  const changed = new Error('hunter2\n{"a": "hunter2"}\n  at hunter2');
  changed.message = 'other';
  t.notMatch(stackPlaces(changed), 'hunter2');
});

t.test('takes anything that can be thrown', async (t) => {
  t.equal(stackPlaces('hunter2'), 'string');
  t.equal(stackPlaces({ code: 'hunter2 hunter2', stack: 'hunter2', cause: 5 }), 'Error\ncaused by number');
  t.equal(stackPlaces(undefined), '');
  const empty = new Error('');
  t.match(stackPlaces(empty), /^Error\n {4}at /);
  delete empty.stack;
  t.equal(stackPlaces(empty), 'Error');
  const ring: { cause?: unknown } = {};
  ring.cause = ring;
  t.equal(stackPlaces(ring).split('\n').length, 5, 'a ring of causes ends');
});
