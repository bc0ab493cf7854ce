import t from 'tap';
import { Turns } from '../src/turns.js';

t.test('one turn in each round of the event loop, in the order of asking', async (t) => {
  const turns = new Turns();
  const events: string[] = [];
  for (const name of ['a', 'b']) {
    void (async () => {
      for (let i = 0; i < 2; i++) {
        await turns.next();
        events.push(name);
      }
    })();
  }
  for (let round = 0; round < 6; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    events.push('|');
  }
  t.match(events.join(''), /^\|*a\|+b\|+a\|+b\|+$/);
});

t.test('work that never waits for anything else does not keep timers from running', async (t) => {
  const turns = new Turns();
  const timer = new AbortController();
  let rounds = 0;
  setTimeout(() => timer.abort(), 5);
  while (!timer.signal.aborted) {
    await turns.next();
    rounds++;
  }
  t.ok(rounds > 0);
});
