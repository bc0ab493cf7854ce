import { ScrubjayError } from '@scrubjay/errors';
import t from 'tap';
import type { Stage } from '../src/contracts.js';
import type { RunnerObserver, RunnerOptions } from '../src/options.js';
import { createRunner } from '../src/runner.js';
import { ManualClock, settle } from './doubles/manual-clock.js';
import { batchOf, defer, HandSource, HandTarget, limits, p0, p1, retry, textStage } from './doubles/parts.js';

interface Rig {
  readonly clock: ManualClock;
  readonly source: HandSource;
  readonly target: HandTarget;
  readonly acked: bigint[];
  readonly done: Promise<void>;
  readonly runner: ReturnType<typeof createRunner>;
  /** How `done` ended, once it did. */
  readonly outcome: { value: string };
}

function rewindable(): HandSource {
  return Object.assign(new HandSource(), { rewind: () => Promise.resolve() });
}

async function start(
  more: Partial<RunnerOptions<number, string>> & { source?: HandSource } = {},
): Promise<Rig> {
  const clock = new ManualClock();
  const source = more.source ?? new HandSource();
  const target = new HandTarget();
  const runner = createRunner({
    name: 'test',
    source,
    stage: textStage,
    target,
    limits,
    retry,
    clock,
    ...more,
  });
  const done = runner.run();
  const outcome = { value: 'running' };
  done.then(
    () => (outcome.value = 'resolved'),
    (error: unknown) => (outcome.value = (error as ScrubjayError).code),
  );
  await settle();
  return { clock, source, target, acked: [], done, runner, outcome };
}

const unreachable = (): ScrubjayError => new ScrubjayError('SJ_STORE_UNREACHABLE', 'away.');
const denied = (): ScrubjayError => new ScrubjayError('SJ_STORE_DENIED', 'no.');
const fenced = (): ScrubjayError => new ScrubjayError('SJ_KAFKA_FENCED', 'taken over.');

t.test('no more batches are in the stage at the same time than it is said to take', async (t) => {
  const begun: number[] = [];
  const gates = [defer(), defer()];
  const stage: Stage<number, string> = {
    async process({ partition, messages }) {
      begun.push(partition.partition);
      await gates[partition.partition]?.promise;
      return messages.map(String);
    },
  };
  const { source, target, acked } = await start({ stage, limits: { ...limits, maxBatchesInStage: 1 } });
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await source.handler.onBatch(batchOf(p1, 0, 10, acked));
  await settle();
  t.same(begun, [0], 'the other partition waits its turn');
  gates[0]?.resolve();
  await settle();
  t.same(begun, [0, 1]);
  gates[1]?.resolve();
  await settle();
  t.equal(target.deliveries.length, 2);
});

t.test('joins source batches until the batch is full, and acknowledges once it is durable', async (t) => {
  const { source, target, acked } = await start();
  for (let i = 0; i < 4; i++) await source.handler.onBatch(batchOf(p0, i * 3, 3, acked));
  await settle();
  t.same(target.ranges, ['0:0-9'], 'the fourth batch would exceed the limit and waits for more');
  t.same(target.deliveries[0]?.outputs, [0, 1, 2, 3, 4, 5, 6, 7, 8].map(String));
  t.same(acked, []);
  target.receipts[0]?.resolve();
  await settle();
  t.same(acked, [9n]);
});

t.test('sends a partial batch on when its first message has waited long enough', async (t) => {
  const { clock, source, target, acked } = await start();
  await source.handler.onBatch(batchOf(p0, 0, 1, acked));
  await clock.advance(600);
  await source.handler.onBatch(batchOf(p0, 1, 1, acked));
  await clock.advance(399);
  t.same(target.ranges, []);
  await clock.advance(1);
  t.same(target.ranges, ['0:0-2']);
  t.equal(clock.timers, 0);
});

t.test('acknowledges only the unbroken durable prefix', async (t) => {
  const { source, target, acked } = await start();
  for (let i = 0; i < 3; i++) await source.handler.onBatch(batchOf(p0, i * 10, 10, acked));
  await settle();
  t.equal(target.receipts.length, 3);
  target.receipts[1]?.resolve();
  await settle();
  t.same(acked, []);
  target.receipts[0]?.resolve();
  await settle();
  t.same(acked, [10n, 20n]);
});

t.test('does not acknowledge what the target committed itself', async (t) => {
  const { source, target, acked, done } = await start();
  target.auto = true;
  target.positionCommitted = true;
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  source.end();
  await done;
  t.same(acked, []);
  t.same(target.ranges, ['0:0-10']);
});

t.test(
  'a batch without messages skips the stage, but its position travels and is acknowledged',
  async (t) => {
    let calls = 0;
    const stage: Stage<number, string> = { process: async () => (calls++, []) };
    const { source, target, acked, done } = await start({ stage });
    target.auto = true;
    await source.handler.onBatch(batchOf(p0, 0, 0, acked));
    source.end();
    await done;
    t.same([calls, target.ranges, acked], [0, ['0:0-0'], [0n]]);
  },
);

t.test(
  'at the end of the input: flushes, ends the target, waits for receipts, acknowledges, closes',
  async (t) => {
    const { source, target, acked, done, outcome } = await start();
    await source.handler.onBatch(batchOf(p0, 0, 1, acked));
    await source.handler.onBatch(batchOf(p1, 0, 2, acked));
    source.end();
    await settle();
    t.same(target.ranges, ['0:0-1', '1:0-2']);
    t.same(target.events, ['assigned 0', 'assigned 1', 'end']);
    t.equal(outcome.value, 'running');
    for (const receipt of target.receipts) receipt.resolve();
    await done;
    t.same(acked, [1n, 2n]);
    t.same([target.events.at(-1), source.closed], ['close', 1]);
  },
);

t.test('never processes two batches of a partition at a time, but partitions side by side', async (t) => {
  const gates = new Map([p0, p1].map((p) => [p.partition, defer()]));
  const calls: string[] = [];
  const stage: Stage<number, string> = {
    process: async ({ partition, first }) => {
      calls.push(`${partition.partition}:${first}`);
      await gates.get(partition.partition)?.promise;
      return [];
    },
  };
  const { source, acked } = await start({ stage });
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await source.handler.onBatch(batchOf(p0, 10, 10, acked));
  await source.handler.onBatch(batchOf(p1, 0, 10, acked));
  await settle();
  t.same(calls, ['0:0', '1:0']);
  gates.get(0)?.resolve();
  await settle();
  t.same(calls, ['0:0', '1:0', '0:10']);
});

t.test('a full partition makes its next batch wait and reports how long', async (t) => {
  const gate = defer();
  const waits: number[] = [];
  const lags: number[] = [];
  const observer: RunnerObserver = {
    onBackpressure: (ms) => waits.push(ms),
    onLag: (_, lag) => lags.push(lag),
  };
  const stage: Stage<number, string> = { process: () => gate.promise.then(() => []) };
  const { clock, source, acked } = await start({ stage, observer });
  await source.handler.onBatch(batchOf(p0, 0, 10, acked, { lag: 7 }));
  await source.handler.onBatch(batchOf(p0, 10, 10, acked));
  let accepted = false;
  void source.handler.onBatch(batchOf(p0, 20, 1, acked)).then(() => (accepted = true));
  await clock.advance(50);
  t.equal(accepted, false);
  gate.resolve();
  await settle();
  t.equal(accepted, true);
  t.equal(waits.at(-1), 50);
  t.same(lags, [7]);
});

t.test(
  'a spent memory budget flushes the fullest partition and makes the source wait until it is durable',
  async (t) => {
    const { source, target, acked } = await start({ limits: { ...limits, maxBufferedBytes: 100 } });
    await source.handler.onBatch(batchOf(p0, 0, 1, acked, { bytes: 30 }));
    await source.handler.onBatch(batchOf(p1, 0, 1, acked, { bytes: 60 }));
    let accepted = false;
    void source.handler.onBatch(batchOf(p0, 1, 1, acked, { bytes: 20 })).then(() => (accepted = true));
    await settle();
    t.same(target.ranges, ['1:0-1']);
    t.equal(accepted, false);
    target.receipts[0]?.resolve();
    await settle();
    t.equal(accepted, true);
  },
);

t.test('a batch larger than every limit goes through alone', async (t) => {
  const { source, target, acked, done } = await start();
  target.auto = true;
  await source.handler.onBatch(batchOf(p0, 0, 1, acked));
  await source.handler.onBatch(batchOf(p0, 1, 50, acked, { bytes: 99_999 }));
  source.end();
  await done;
  t.same(target.ranges, ['0:0-1', '0:1-51']);
});

t.test('bounds the deliveries of a partition that wait to become durable', async (t) => {
  const { source, target, acked } = await start({ limits: { ...limits, maxInFlightDeliveries: 2 } });
  for (let i = 0; i < 3; i++) await source.handler.onBatch(batchOf(p0, i * 10, 10, acked));
  await settle();
  t.equal(target.deliveries.length, 2);
  target.receipts[0]?.resolve();
  await settle();
  t.equal(target.deliveries.length, 3);
});

t.test('a detached receipt counts against no limit', async (t) => {
  const { source, target, acked, done } = await start({
    limits: { ...limits, maxInFlightDeliveries: 1, maxBufferedBytes: 10 },
  });
  target.detached = true;
  for (let i = 0; i < 3; i++) await source.handler.onBatch(batchOf(p0, i * 10, 10, acked));
  await settle();
  t.equal(target.deliveries.length, 3);
  for (const receipt of target.receipts) receipt.resolve();
  source.end();
  await done;
  t.same(acked, [10n, 20n, 30n]);
});

t.test('tries stage, target, acknowledgement and end again, holding the position', async (t) => {
  const retried: string[] = [];
  const failures = { stage: 1, deliver: 2, ack: 1, end: 1 };
  const failing = (part: keyof typeof failures): void => {
    if (failures[part]-- > 0) throw unreachable();
  };
  const stage: Stage<number, string> = {
    process: async (batch) => (failing('stage'), textStage.process(batch)),
  };
  const { clock, source, target, acked, done } = await start({
    stage,
    observer: { onRetry: ({ code }) => retried.push(code) },
  });
  target.auto = true;
  target.onDeliver = async () => failing('deliver');
  target.end = async () => failing('end');
  const ack = async (): Promise<void> => {
    failing('ack');
    acked.push(10n);
  };
  await source.handler.onBatch(batchOf(p0, 0, 10, acked, { ack }));
  await source.handler.onBatch(batchOf(p0, 10, 10, acked));
  source.end();
  await clock.advance(10_000);
  await done;
  t.same(target.ranges, ['0:0-10', '0:10-20']);
  t.same(acked, [10n, 20n]);
  t.equal(retried.length, 5);
});

t.test('a lasting error of the stage ends the run with nothing acknowledged', async (t) => {
  const stage: Stage<number, string> = { process: () => Promise.reject(new RangeError('secret')) };
  const { source, target, acked, done } = await start({ stage });
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await t.rejects(done, {
    code: 'SJ_INTERNAL',
    message: 'In test: stage for partition 0 of s failed (RangeError).',
  });
  t.same([acked, target.events.at(-1), source.closed], [[], 'close', 1]);
  await t.rejects(source.handler.onBatch(batchOf(p0, 10, 1, acked)), { code: 'SJ_INTERNAL' });
});

t.test('a rejected receipt ends the run at once and nothing after it is acknowledged', async (t) => {
  const { source, target, acked, done } = await start();
  for (let i = 0; i < 3; i++) await source.handler.onBatch(batchOf(p0, i * 10, 10, acked));
  await settle();
  target.receipts[2]?.resolve();
  target.receipts[1]?.reject(denied());
  await t.rejects(done, { code: 'SJ_STORE_DENIED' });
  target.receipts[0]?.resolve();
  await settle();
  t.same(acked, []);
});

t.test('a foreign error of a receipt or a source is wrapped', async (t) => {
  const one = await start();
  one.target.onDeliver = () => Promise.resolve();
  await one.source.handler.onBatch(batchOf(p0, 0, 10, one.acked));
  await settle();
  one.target.receipts[0]?.reject(new TypeError('secret'));
  await t.rejects(one.done, { code: 'SJ_INTERNAL', message: 'A delivery of test failed (TypeError).' });
  const two = await start();
  two.source.fail(new TypeError('secret'));
  await t.rejects(two.done, { code: 'SJ_INTERNAL', message: 'The runner test failed (TypeError).' });
});

t.test('a source that goes back without a new assignment ends the run', async (t) => {
  const { source, acked, outcome } = await start();
  await source.handler.onBatch(batchOf(p0, 5, 5, acked));
  const rejected = t.rejects(source.handler.onBatch(batchOf(p0, 9, 1, acked)), { code: 'SJ_INTERNAL' });
  await rejected;
  source.fail(new ScrubjayError('SJ_INTERNAL', 'as the handler said.'));
  await settle();
  t.equal(outcome.value, 'SJ_INTERNAL');
});

t.test('an announced partition is prepared before its first batch, together with the others', async (t) => {
  const gate = defer();
  const { source, target, acked } = await start();
  target.onAssigned = async (partitions) => {
    await gate.promise;
    target.events.push(`fenced ${partitions.length}`);
  };
  let assigned = false;
  void source.handler.onAssigned([p0, p1]).then(() => (assigned = true));
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await settle();
  t.same([assigned, target.ranges], [false, []]);
  gate.resolve();
  await settle();
  t.same([assigned, target.events, target.ranges], [true, ['fenced 2'], ['0:0-10']]);
});

t.test('a failed preparation ends the run', async (t) => {
  const { source, target, done, acked } = await start();
  target.onAssigned = () => Promise.reject(denied());
  await Promise.all([
    t.rejects(done, { code: 'SJ_STORE_DENIED' }),
    t.rejects(source.handler.onAssigned([p0]), { code: 'SJ_STORE_DENIED' }),
  ]);
  t.same(acked, []);
});

t.test('works with a target that knows neither assignments nor an end', async (t) => {
  const hand = new HandTarget();
  hand.auto = true;
  const target = { deliver: hand.deliver.bind(hand), close: hand.close.bind(hand) };
  const { source, done, acked } = await start({ target });
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await source.handler.onRevoked([p1]);
  source.end();
  await done;
  t.same(acked, [10n]);
});

t.test(
  'a revoke forgets the partition: a waiting batch resolves, nothing is acknowledged, others go on',
  async (t) => {
    const { source, target, acked } = await start({ limits: { ...limits, maxInFlightDeliveries: 1 } });
    for (let i = 0; i < 3; i++) await source.handler.onBatch(batchOf(p0, i * 10, 10, acked));
    await source.handler.onBatch(batchOf(p1, 0, 10, acked));
    const waiting = source.handler.onBatch(batchOf(p0, 30, 10, acked));
    await settle();
    await source.handler.onRevoked([p0]);
    await waiting;
    for (const receipt of target.receipts) receipt.resolve();
    await settle();
    t.same(acked, [10n], 'only that of partition 1');
    t.same(target.ranges, ['0:0-10', '1:0-10']);
    t.equal(target.events.at(-1), 'revoked 0');
    await source.handler.onBatch(batchOf(p0, 0, 10, acked));
    await settle();
    t.equal(target.ranges.at(-1), '0:0-10', 'a new ownership starts over');
  },
);

t.test('a revoke gives the budget of the partition back', async (t) => {
  const { source, acked } = await start({ limits: { ...limits, maxBufferedBytes: 100 } });
  await source.handler.onBatch(batchOf(p0, 0, 1, acked, { bytes: 90 }));
  let accepted = false;
  void source.handler.onBatch(batchOf(p1, 0, 1, acked, { bytes: 90 })).then(() => (accepted = true));
  await settle();
  t.equal(accepted, false);
  await source.handler.onRevoked([p0]);
  await settle();
  t.equal(accepted, true);
});

t.test(
  'a revoke waits for a stage call under way, within bounds, and a new owner waits for it without',
  async (t) => {
    const gate = defer();
    let calls = 0;
    const stage: Stage<number, string> = { process: () => (calls++, gate.promise.then(() => ['late'])) };
    const { clock, source, target, acked } = await start({ stage, limits: { ...limits, settleMs: 500 } });
    await source.handler.onBatch(batchOf(p0, 0, 10, acked));
    await settle();
    let revoked = false;
    void source.handler.onRevoked([p0]).then(() => (revoked = true));
    await clock.advance(499);
    t.equal(revoked, false);
    await clock.advance(1);
    t.equal(revoked, true);
    await source.handler.onBatch(batchOf(p0, 0, 10, acked));
    await settle();
    t.equal(calls, 1);
    gate.resolve();
    await settle();
    t.equal(calls, 2);
    t.same(target.ranges, ['0:0-10'], 'the late result of the former ownership is dropped');
  },
);

t.test('a fenced partition is dropped and held until it is assigned anew; others go on', async (t) => {
  const { source, target, acked } = await start({ source: rewindable() });
  target.auto = true;
  target.onDeliver = async ({ partition }) => {
    if (partition.partition === 0 && target.events.length < 3) throw fenced();
  };
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await source.handler.onBatch(batchOf(p1, 0, 10, acked));
  await settle();
  let resolved = false;
  void source.handler.onBatch(batchOf(p0, 10, 10, acked)).then(() => (resolved = true));
  await settle();
  t.same([resolved, acked, target.events], [false, [10n], ['assigned 0', 'assigned 1', 'revoked 0']]);
  await source.handler.onRevoked([p0]);
  await source.handler.onAssigned([p0]);
  t.equal(resolved, true);
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await settle();
  t.same(acked, [10n, 10n]);
});

t.test('a source that can rewind reads a fenced partition again from its committed position', async (t) => {
  const source = new HandSource();
  const rewound: number[] = [];
  const rewind = async (partitions: readonly { partition: number }[]): Promise<void> => {
    rewound.push(...partitions.map(({ partition }) => partition));
  };
  const { clock, target, acked } = await start({ source: Object.assign(source, { rewind }) });
  target.auto = true;
  target.onDeliver = () => Promise.reject(fenced());
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await settle();
  const held = source.handler.onBatch(batchOf(p0, 10, 10, acked));
  t.same(rewound, []);
  await clock.advance(100);
  await held;
  t.same(rewound, [0]);
  target.onDeliver = async () => undefined;
  await source.handler.onBatch(batchOf(p0, 20, 10, acked));
  await source.handler.onAssigned([p0]);
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await settle();
  t.same([target.ranges, acked], [['0:0-10'], [10n]]);
});

t.test('a fenced partition that is revoked meanwhile is neither freed twice nor rewound', async (t) => {
  const source = new HandSource();
  let rewound = 0;
  const { clock, target, acked } = await start({
    source: Object.assign(source, {
      rewind: async () => {
        rewound++;
      },
    }),
  });
  target.onDeliver = () => Promise.reject(fenced());
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await settle();
  await source.handler.onRevoked([p0]);
  await clock.advance(1000);
  t.equal(rewound, 0);
  const gate = defer();
  target.onDeliver = () => gate.promise;
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await settle();
  const revoked = source.handler.onRevoked([p0]);
  gate.reject(fenced());
  await revoked;
  t.same(target.events, ['assigned 0', 'revoked 0', 'revoked 0', 'assigned 0', 'revoked 0']);
});

t.test('a fence ends the run where the source cannot read the partition again', async (t) => {
  const { source, target, acked, done } = await start();
  target.onDeliver = () => Promise.reject(fenced());
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await t.rejects(done, { code: 'SJ_KAFKA_FENCED' });
  t.same(acked, []);
});

t.test('a fenced partition that is revoked while a call of it is under way is tidied up once', async (t) => {
  const gate = defer();
  const { source, target } = await start({ source: rewindable() });
  target.auto = true;
  target.onDeliver = async ({ first }) => {
    if (first > 0n) throw fenced();
  };
  await source.handler.onBatch(batchOf(p0, 0, 10, [], { ack: () => gate.promise }));
  await source.handler.onBatch(batchOf(p0, 10, 10, []));
  await settle();
  const revoked = source.handler.onRevoked([p0]);
  await settle();
  gate.resolve();
  await revoked;
  t.same(target.events, ['assigned 0', 'revoked 0']);
});

t.test('a stop before a batch had its turn keeps it from the stage', async (t) => {
  let calls = 0;
  const stage: Stage<number, string> = { process: async () => (calls++, []) };
  const { source, runner, done } = await start({ stage });
  void source.handler.onBatch(batchOf(p0, 0, 10, []));
  for (let i = 0; i < 20; i++) await Promise.resolve();
  runner.stop();
  await t.rejects(done, { code: 'SJ_STOPPED' });
  await settle();
  t.equal(calls, 0);
});

t.test('an input that ends with a lost partition is not reported as done; a drain is', async (t) => {
  for (const how of ['end', 'drain'] as const) {
    const { source, target, acked, runner, outcome } = await start({ source: rewindable() });
    target.onDeliver = () => Promise.reject(fenced());
    await source.handler.onBatch(batchOf(p0, 0, 10, acked));
    await settle();
    const held = Promise.allSettled([source.handler.onBatch(batchOf(p0, 10, 10, acked))]);
    if (how === 'end') source.end();
    else runner.drain();
    await settle();
    t.equal(outcome.value, how === 'end' ? 'SJ_KAFKA_FENCED' : 'resolved');
    t.match(await held, [{ status: how === 'end' ? 'rejected' : 'fulfilled' }]);
    t.same(acked, []);
  }
});

t.test('a failing tidy-up of a fenced partition ends the run', async (t) => {
  const { source, target, acked, done } = await start({ source: rewindable() });
  target.onDeliver = () => Promise.reject(fenced());
  target.onRevoked = () => Promise.reject(denied());
  const rejected = t.rejects(done, { code: 'SJ_STORE_DENIED' });
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await rejected;
});

t.test('a drain takes no more input, finishes what is buffered and waiting, and closes', async (t) => {
  const gate = defer();
  let isFirst = true;
  const stage: Stage<number, string> = {
    process: async (batch) => {
      if (isFirst) await gate.promise;
      isFirst = false;
      return textStage.process(batch);
    },
  };
  const { source, target, acked, runner, done } = await start({ stage });
  target.auto = true;
  await source.handler.onBatch(batchOf(p0, 0, 10, acked));
  await source.handler.onBatch(batchOf(p0, 10, 8, acked));
  const waiting = source.handler.onBatch(batchOf(p0, 18, 5, acked));
  await source.handler.onBatch(batchOf(p1, 0, 1, acked));
  runner.drain();
  await settle();
  await source.handler.onBatch(batchOf({ stream: 's', partition: 2 }, 0, 1, acked));
  gate.resolve();
  await waiting;
  await done;
  t.same(
    target.ranges.filter((range) => range.startsWith('0')),
    ['0:0-10', '0:10-18', '0:18-23'],
  );
  t.same(acked.sort(), [1n, 1n, 10n, 18n, 23n].sort());
});

t.test(
  'a stop ends at once: SJ_STOPPED, nothing further is acknowledged, also what becomes durable later',
  async (t) => {
    const { source, target, acked, runner, done } = await start();
    await source.handler.onBatch(batchOf(p0, 0, 10, acked));
    await source.handler.onBatch(batchOf(p0, 10, 3, acked));
    await settle();
    runner.drain();
    runner.stop();
    await t.rejects(done, { code: 'SJ_STOPPED' });
    target.receipts[0]?.resolve();
    await settle();
    t.same([acked, source.closed, target.events.at(-1)], [[], 1, 'close']);
  },
);

t.test('a stop before the run reads nothing; closing that hangs is waited for within bounds', async (t) => {
  const clock = new ManualClock();
  const source = new HandSource();
  source.close = () => defer().promise;
  const target = new HandTarget();
  const runner = createRunner({ name: 'test', source, stage: textStage, target, limits, retry, clock });
  runner.stop();
  const rejected = t.rejects(runner.run(), { code: 'SJ_STOPPED' });
  await clock.advance(10_000);
  await rejected;
  t.throws(() => source.handler);
});

t.test('a failing close at the end ends the run with its error', async (t) => {
  const { source, target, done } = await start();
  target.close = () => Promise.reject(denied());
  source.end();
  await t.rejects(done, { code: 'SJ_STORE_DENIED' });
});

t.test('cannot be run twice', async (t) => {
  const { source, runner, done } = await start();
  await t.rejects(runner.run(), { code: 'SJ_INTERNAL' });
  source.end();
  await done;
});

t.test('reports each finished batch, and runs on the system clock by default', async (t) => {
  const source = new HandSource();
  const target = new HandTarget();
  target.auto = true;
  const batches: unknown[] = [];
  const runner = createRunner({
    name: 'test',
    source,
    stage: textStage,
    target,
    limits,
    retry,
    observer: { onBatchDone: (batch) => batches.push(batch) },
  });
  const done = runner.run();
  await source.started;
  await source.handler.onBatch(batchOf(p0, 0, 10, [], { bytes: 77 }));
  source.end();
  await done;
  t.match(batches, [{ partition: p0, messages: 10, bytes: 77, seconds: Number }]);
});
