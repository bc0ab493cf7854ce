import t from 'tap';
import { ShadowCounter, tellShadow } from '../../src/workers/shadow-counter.js';

t.test('tells elsewhere exactly what it was told, once', async (t) => {
  const counter = new ShadowCounter();
  counter.shadowRecords(3);
  counter.shadowFinding('word', 'added', 2);
  counter.shadowWithheld('removed', 1);
  counter.shadowError();
  const told: unknown[][] = [];
  const events = {
    shadowRecords: (...all: unknown[]) => void told.push(['records', ...all]),
    shadowFinding: (...all: unknown[]) => void told.push(['finding', ...all]),
    shadowWithheld: (...all: unknown[]) => void told.push(['withheld', ...all]),
    shadowError: () => void told.push(['error']),
  };
  tellShadow(structuredClone(counter.take()), events);
  t.strictSame(told, [
    ['records', 3],
    ['finding', 'word', 'added', 2],
    ['withheld', 'removed', 1],
    ['error'],
  ]);
  told.length = 0;
  tellShadow(counter.take(), events);
  t.strictSame(told, []);
});
