import { ScrubjayError } from '@scrubjay/errors';
import type { Delivery, Partition, SourceBatch, SourceHandler } from '@scrubjay/pipeline';
import t from 'tap';
import { createChannel, type Channel } from '../../src/embedded/channel.js';

const p0: Partition = { stream: 's', partition: 0 };
const p1: Partition = { stream: 's', partition: 1 };
const { signal } = new AbortController();

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Numbers travel as texts; odd ones are left out. */
function open(maxBytes = 100): Channel<number, string> {
  return createChannel<number, string>({
    maxBytes,
    sizeOf: (message) => message.length,
    map: (output) => (output % 2 === 0 ? String(output) : undefined),
  });
}

function delivery(
  partition: Partition,
  first: number,
  outputs: readonly number[] = [first],
): Delivery<number> {
  return { partition, first: BigInt(first), next: BigInt(first + 1), outputs };
}

/** Takes batches over at once and keeps them, unless `gate` holds them. */
class Taker implements SourceHandler<string> {
  readonly batches: SourceBatch<string>[] = [];
  readonly events: string[] = [];
  gate: Promise<void> = Promise.resolve();

  async onBatch(batch: SourceBatch<string>): Promise<void> {
    this.batches.push(batch);
    await this.gate;
  }

  async onAssigned(partitions: readonly Partition[]): Promise<void> {
    this.events.push(`assigned ${partitions.length}`);
  }

  async onRevoked(partitions: readonly Partition[]): Promise<void> {
    this.events.push(`revoked ${partitions.length}`);
  }
}

t.test(
  'each delivery is one batch with its own partition and positions, also without messages',
  async (t) => {
    const { source, target } = open();
    const taker = new Taker();
    const done = source.run(taker, signal);
    await target.deliver(delivery(p0, 0, [2, 3, 40]));
    await target.deliver(delivery(p1, 7, [9]));
    await target.end?.();
    await done;
    t.match(taker.batches, [
      { partition: p0, messages: ['2', '40'], bytes: 3, first: 0n, next: 1n },
      { partition: p1, messages: [], bytes: 0, first: 7n, next: 8n },
    ]);
  },
);

t.test('a delivery is durable once it or a later one of its partition is acknowledged', async (t) => {
  const { source, target } = open();
  const taker = new Taker();
  void source.run(taker, signal);
  const durable: string[] = [];
  for (const [name, one] of [
    ['a', delivery(p0, 0)],
    ['b', delivery(p0, 1)],
    ['c', delivery(p0, 2)],
    ['d', delivery(p1, 0)],
  ] as const) {
    const receipt = await target.deliver(one);
    t.match(receipt, { positionCommitted: false, detached: true });
    void receipt.durable.then(() => durable.push(name));
  }
  await settle();
  t.same(durable, []);
  await taker.batches[1]?.ack();
  await settle();
  t.same(durable, ['a', 'b']);
  await taker.batches[1]?.ack();
  await taker.batches.find(({ first }) => first === 2n)?.ack();
  await settle();
  t.same(durable, ['a', 'b', 'c']);
  await target.end?.();
});

t.test('a delivery waits for room; one larger than the channel goes through alone', async (t) => {
  const { source, target } = open(10);
  let release: () => void = () => undefined;
  const taker = new Taker();
  taker.gate = new Promise((resolve) => (release = resolve));
  let delivered = 0;
  const deliver = (one: Delivery<number>): void => void target.deliver(one).then(() => delivered++);
  deliver(delivery(p0, 0, [1_000_000_000_000]));
  deliver(delivery(p1, 0, [10]));
  await settle();
  t.equal(delivered, 1);
  void source.run(taker, signal);
  await settle();
  t.equal(delivered, 1, 'handed over is not yet taken over');
  release();
  await settle();
  t.equal(delivered, 2);
});

t.test('hands a partition over one batch at a time, partitions side by side', async (t) => {
  const { source, target } = open();
  let release: () => void = () => undefined;
  const taker = new Taker();
  taker.gate = new Promise((resolve) => (release = resolve));
  void source.run(taker, signal);
  for (const one of [delivery(p0, 0), delivery(p0, 1), delivery(p1, 0)]) await target.deliver(one);
  await settle();
  t.equal(taker.batches.length, 2);
  release();
  await settle();
  t.equal(taker.batches.length, 3);
});

t.test(
  'ownership travels on, once the second runner runs; what is left of the former one does not',
  async (t) => {
    const { source, target } = open();
    const taker = new Taker();
    let release: () => void = () => undefined;
    taker.gate = new Promise((resolve) => (release = resolve));
    const assigned = target.onAssigned?.([p0, p1]);
    void source.run(taker, signal);
    await assigned;
    await target.deliver(delivery(p0, 0));
    await target.deliver(delivery(p0, 2));
    await settle();
    await target.onRevoked?.([p0]);
    release();
    await settle();
    t.same(taker.events, ['assigned 2', 'revoked 1']);
    t.same(
      taker.batches.map(({ first }) => first),
      [0n],
    );
    await target.deliver(delivery(p0, 0));
    await settle();
    t.equal(taker.batches.length, 2, 'a new ownership starts over');
  },
);

t.test('a revoked delivery that still waits for room is not handed over', async (t) => {
  const { source, target } = open(1);
  const taker = new Taker();
  let release: () => void = () => undefined;
  taker.gate = new Promise((resolve) => (release = resolve));
  void source.run(taker, signal);
  await target.deliver(delivery(p1, 0));
  const waiting = target.deliver(delivery(p0, 0));
  await target.onRevoked?.([p0]);
  release();
  await waiting;
  await settle();
  t.same(
    taker.batches.map(({ partition }) => partition),
    [p1],
  );
});

t.test('a failure ends both sides for good', async (t) => {
  const channel = open(1);
  const { source, target } = channel;
  const taker = new Taker();
  taker.gate = new Promise(() => undefined);
  const done = source.run(taker, signal);
  const receipt = await target.deliver(delivery(p0, 0));
  const waiting = target.deliver(delivery(p0, 2));
  await settle();
  channel.fail(new ScrubjayError('SJ_STORE_UNREACHABLE', 'The store is away.'));
  channel.fail(new Error('a second one changes nothing'));
  const final = { code: 'SJ_STORE_UNREACHABLE', message: 'The store is away.', retryable: false };
  await t.rejects(done, final);
  await t.rejects(receipt.durable, final);
  await t.rejects(waiting, final);
  await t.rejects(target.deliver(delivery(p0, 4)), final);
});

t.test('a batch that the second runner refuses fails the first one', async (t) => {
  const { source, target } = open();
  const taker = new Taker();
  taker.gate = Promise.reject(new ScrubjayError('SJ_STOPPED', 'stopped.'));
  const done = source.run(taker, signal);
  const receipt = await target.deliver(delivery(p0, 0));
  await t.rejects(done, { code: 'SJ_STOPPED', retryable: false });
  await t.rejects(receipt.durable, { code: 'SJ_STOPPED', retryable: false });
});

t.test('a first runner that closes before its end fails the second', async (t) => {
  const { source, target } = open();
  const done = source.run(new Taker(), signal);
  const failed = t.rejects(done, { code: 'SJ_STOPPED' });
  await target.close();
  await failed;
});

t.test(
  'a second runner that closes with work left fails the first; after everything it does not',
  async (t) => {
    const one = open();
    const stop = new AbortController();
    const taker = new Taker();
    const drained = one.source.run(taker, stop.signal);
    const receipt = await one.target.deliver(delivery(p0, 0));
    stop.abort();
    await drained;
    await one.source.close();
    await t.rejects(receipt.durable, { code: 'SJ_STOPPED', retryable: false });

    const two = open();
    const other = new Taker();
    const ended = two.source.run(other, signal);
    const good = await two.target.deliver(delivery(p0, 0));
    await two.target.end?.();
    await ended;
    await other.batches[0]?.ack();
    await two.source.close();
    await two.target.close();
    await good.durable;
  },
);

t.test('after an abort nothing more is handed over', async (t) => {
  const { source, target } = open();
  const stop = new AbortController();
  stop.abort();
  const taker = new Taker();
  await target.deliver(delivery(p0, 0));
  await source.run(taker, stop.signal);
  t.same(taker.batches, []);
});

t.test('takes nothing after its end', async (t) => {
  const { target } = open();
  await target.end?.();
  await t.rejects(target.deliver(delivery(p0, 0)), { code: 'SJ_INTERNAL' });
});
