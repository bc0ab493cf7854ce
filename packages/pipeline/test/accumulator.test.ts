import t from 'tap';
import { Accumulator } from '../src/accumulator.js';
import { batchOf, limits, p0 } from './doubles/parts.js';

t.test('joins batches without a gap and keeps the last acknowledgement', async (t) => {
  const acked: bigint[] = [];
  const gathered = new Accumulator<number>(limits);
  gathered.add(batchOf(p0, 0, 2, acked));
  gathered.add(batchOf(p0, 2, 3, acked));
  const joined = gathered.take();
  t.match(joined, { messages: [0, 1, 2, 3, 4], bytes: 5, first: 0n, next: 5n });
  await joined?.ack();
  t.same(acked, [5n]);
  t.ok(gathered.isEmpty);
  t.equal(gathered.take(), undefined);
});

t.test('does not copy the messages of a single batch', (t) => {
  const batch = batchOf(p0, 0, 2, []);
  const gathered = new Accumulator<number>(limits);
  gathered.add(batch);
  t.equal(gathered.take()?.messages, batch.messages);
  t.end();
});

t.test('is full by bytes or by messages, where an empty batch counts as one', (t) => {
  const gathered = new Accumulator<number>(limits);
  t.ok(gathered.hasRoomFor(batchOf(p0, 0, 1, [], { bytes: 5000 })), 'takes any batch while empty');
  gathered.add(batchOf(p0, 0, 1, [], { bytes: 99 }));
  t.notOk(gathered.isFull);
  t.ok(gathered.hasRoomFor(batchOf(p0, 1, 1, [], { bytes: 1 })));
  t.notOk(gathered.hasRoomFor(batchOf(p0, 1, 1, [], { bytes: 2 })));
  t.notOk(gathered.hasRoomFor(batchOf(p0, 1, 10, [], { bytes: 0 })));
  gathered.add(batchOf(p0, 1, 1, [], { bytes: 1 }));
  t.ok(gathered.isFull);
  gathered.clear();
  for (let i = 0; i < 10; i++) gathered.add(batchOf(p0, 0, 0, []));
  t.ok(gathered.isFull);
  t.end();
});
