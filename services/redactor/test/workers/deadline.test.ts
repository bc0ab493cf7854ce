import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { Deadline } from '../../src/workers/deadline.js';

t.test('passes once its time is spent, pauses not counted', async (t) => {
  let passed = 0;
  const deadline = new Deadline(40, () => (passed += 1));
  deadline.pause();
  deadline.pause();
  await sleep(80);
  deadline.resume();
  await sleep(20);
  t.equal(passed, 0, 'one pause is still open');
  deadline.resume();
  await sleep(80);
  t.equal(passed, 1);
});

t.test('does not pass once it is cleared', async (t) => {
  let passed = 0;
  new Deadline(1, () => (passed += 1)).clear();
  await sleep(20);
  t.equal(passed, 0);
});
