import fc from 'fast-check';
import t from 'tap';
import { compareFindings } from '../../src/explain/compare.js';
import type { Action, Finding } from '../../src/types.js';

function at(detector: string, start: number, end: number, action: Action = 'mask'): Finding {
  return { detector, category: 'pii', action, confidence: 0.8, start, end };
}

function changes(before: readonly Finding[], after: readonly Finding[]): string[] {
  return compareFindings(before, after).map(({ change, detector }) => `${change} ${detector}`);
}

t.test('equal findings are no difference', async (t) => {
  const findings = [at('a', 0, 3), at('b', 5, 9)];
  t.strictSame(compareFindings(findings, findings), []);
  t.strictSame(compareFindings([], []), []);
});

t.test('tells what only one of both finds', async (t) => {
  t.strictSame(changes([], [at('a', 0, 3)]), ['added a']);
  t.strictSame(changes([at('a', 0, 3)], []), ['removed a']);
  t.strictSame(changes([at('a', 0, 3)], [at('b', 4, 6)]), ['removed a', 'added b']);
  t.strictSame(changes([at('a', 4, 6)], [at('b', 0, 3)]), ['added b', 'removed a']);
});

t.test('another span or action of the same detector is a change', async (t) => {
  const old = at('a', 0, 5);
  for (const now of [at('a', 0, 4), at('a', 2, 9), at('a', 0, 5, 'drop')])
    t.strictSame(compareFindings([old], [now]), [
      { change: 'changed', detector: 'a', before: old, after: now },
    ]);
});

t.test('another detector over the same bytes is one removed and one added', async (t) => {
  t.strictSame(changes([at('a', 0, 5)], [at('b', 0, 5)]), ['removed a', 'added b']);
});

t.test('pairs a detector with itself across what lies before it in the same span', async (t) => {
  t.strictSame(changes([at('a', 0, 10)], [at('b', 0, 5), at('a', 5, 10)]), ['added b', 'changed a']);
  t.strictSame(changes([at('a', 0, 5), at('b', 5, 10)], [at('b', 0, 10)]), ['removed a', 'changed b']);
});

const findings = fc
  .array(
    fc.record({
      gap: fc.nat(3),
      length: fc.integer({ min: 1, max: 4 }),
      detector: fc.constantFrom('a', 'b', 'c'),
      action: fc.constantFrom<Action>('mask', 'drop'),
    }),
    { maxLength: 12 },
  )
  .map((parts) => {
    let end = 0;
    return parts.map(({ gap, length, detector, action }) => {
      const start = end + gap;
      end = start + length;
      return at(detector, start, end, action);
    });
  });

t.test('swapping both sides swaps added and removed, and every finding is told once at most', async () => {
  fc.assert(
    fc.property(findings, findings, (before, after) => {
      const there = compareFindings(before, after);
      const count = (list: typeof there, change: string): number =>
        list.filter((difference) => difference.change === change).length;
      const told = there.flatMap((difference) => difference.before ?? []);
      const toldAfter = there.flatMap((difference) => difference.after ?? []);
      const unchanged = before.length - told.length;
      return (
        new Set(told).size === told.length &&
        new Set(toldAfter).size === toldAfter.length &&
        after.length - toldAfter.length === unchanged &&
        count(there, 'added') - count(there, 'removed') === after.length - before.length
      );
    }),
  );
});
