import fc from 'fast-check';
import t from 'tap';
import { markAborted, type AbortedTransaction, type FetchedMessage } from '../../src/kafka/aborted.js';

const abortKey = Buffer.from([0, 0, 0, 0]);
const commitKey = Buffer.from([0, 0, 0, 1]);

interface Entry {
  readonly producer: string;
  readonly kind: 'data' | 'plain' | 'abort' | 'commit';
  readonly key?: Buffer;
}

function toMessages(entries: readonly Entry[], from = 0): FetchedMessage[] {
  return entries.map(({ producer, kind, key }, i) => ({
    offset: String(from + i),
    key: kind === 'abort' ? abortKey : kind === 'commit' ? commitKey : (key ?? null),
    isControlRecord: kind === 'abort' || kind === 'commit',
    batchContext: { producerId: producer, inTransaction: kind !== 'plain' },
  }));
}

function visible(messages: readonly FetchedMessage[]): string[] {
  return messages.filter((message) => message.isControlRecord !== true).map(({ offset }) => offset);
}

function readAll(entries: readonly Entry[], aborted: readonly AbortedTransaction[], from = 0): string[] {
  const messages = toMessages(entries, from);
  markAborted(messages, aborted);
  return visible(messages);
}

const a = (kind: Entry['kind'], key?: Buffer): Entry => ({ producer: '1', kind, ...(key ? { key } : {}) });
const b = (kind: Entry['kind']): Entry => ({ producer: '2', kind });

t.test('hides the messages of an aborted transaction and shows the committed next one', async (t) => {
  const entries = [a('data'), a('abort'), a('data'), a('commit')];
  t.same(readAll(entries, [{ producerId: '1', firstOffset: '0' }]), ['2']);
});

t.test('hides both of two transactions that the broker lists in the order of their ends', async (t) => {
  const entries = [a('data'), b('data'), b('abort'), a('data'), a('abort'), b('plain')];
  const aborted = [
    { producerId: '2', firstOffset: '1' },
    { producerId: '1', firstOffset: '0' },
  ];
  t.same(readAll(entries, aborted), ['5']);
});

t.test('hides both of two transactions that began before the first message fetched', async (t) => {
  const aborted = [
    { producerId: '1', firstOffset: '1' },
    { producerId: '2', firstOffset: '2' },
  ];
  t.same(readAll([b('data'), a('data'), a('abort'), b('abort')], aborted, 10), []);
});

t.test('a key that looks like an abort marker ends no transaction', async (t) => {
  const entries = [a('data', abortKey), a('data'), a('abort')];
  t.same(readAll(entries, [{ producerId: '1', firstOffset: '0' }]), []);
});

t.test('a commit marker of an earlier transaction does not end an aborted one', async (t) => {
  const entries = [a('data'), a('commit'), a('data'), a('abort')];
  t.same(readAll(entries, [{ producerId: '1', firstOffset: '2' }]), ['0']);
});

t.test(
  'shows what the same producer wrote outside of a transaction, and messages of old formats',
  async (t) => {
    const messages: FetchedMessage[] = [...toMessages([a('plain')]), { offset: '1', key: null }];
    markAborted(messages, [{ producerId: '1', firstOffset: '0' }]);
    t.same(visible(messages), ['0', '1']);
  },
);

t.test('agrees with the history of random interleaved transactions, wherever the fetch begins', async () => {
  const step = fc.record({
    producer: fc.integer({ min: 0, max: 3 }),
    end: fc.constantFrom('no', 'no', 'abort', 'commit'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(), (steps, cut) => {
      const { entries, aborted, expected } = history(steps);
      const begin = entries.length === 0 ? 0 : cut % entries.length;
      const overlapping = aborted.filter(({ last }) => last >= begin);
      const seen = readAll(entries.slice(begin), overlapping, begin);
      return seen.join() === expected.filter((offset) => Number(offset) >= begin).join();
    }),
  );
});

/** What a broker's log and index would hold; transactions that are open at the end are committed. */
function history(steps: readonly { producer: number; end: string }[]): {
  entries: Entry[];
  aborted: (AbortedTransaction & { last: number })[];
  expected: string[];
} {
  const entries: Entry[] = [];
  const open = new Map<number, number[]>();
  const aborted: (AbortedTransaction & { last: number })[] = [];
  const expected: number[] = [];
  const finish = (producer: number, end: 'abort' | 'commit'): void => {
    const offsets = open.get(producer);
    if (offsets === undefined) return;
    open.delete(producer);
    entries.push({ producer: String(producer), kind: end });
    if (end === 'commit') expected.push(...offsets);
    else
      aborted.push({
        producerId: String(producer),
        firstOffset: String(offsets[0]),
        last: entries.length - 1,
      });
  };
  for (const { producer, end } of steps) {
    open.set(producer, [...(open.get(producer) ?? []), entries.length]);
    entries.push({ producer: String(producer), kind: 'data' });
    if (end === 'abort' || end === 'commit') finish(producer, end);
  }
  for (const producer of [...open.keys()]) finish(producer, 'commit');
  return { entries, aborted, expected: expected.sort((x, y) => x - y).map(String) };
}
