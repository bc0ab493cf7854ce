import { canaryService, readCanary, recordAt, type FrameOutput } from '@scrubjay/frame';
import type { Partition, StageBatch, SourceMessage, Target } from '@scrubjay/pipeline';
import t from 'tap';
import { Canaries } from '../src/canaries.js';

const partition = { stream: 'app', partition: 1 };
const done = { durable: Promise.resolve(), positionCommitted: true };

function batchAt(offset: number, of: Partition = partition): StageBatch<SourceMessage> {
  const message = { offset: BigInt(offset), timestampMs: 0, value: Buffer.from('x') } as SourceMessage;
  return { partition: of, first: message.offset, next: message.offset + 1n, messages: [message] };
}

function useCanaries(intervalMs: number) {
  const clock = { ms: 1_000_000 };
  let sent = 0;
  const canaries = new Canaries({
    ...{ intervalMs, kinds: ['email', 'card'], environment: 'test', now: () => clock.ms },
    onSent: (count) => (sent += count),
  });
  const stage = canaries.around({ process: async () => [] });
  /** Offset of the canaries that come with a batch, and of those that they say went before; none for none. */
  const send = async (batch: StageBatch<SourceMessage>): Promise<[number, number | undefined] | 'none'> => {
    const [output] = await stage.process(batch);
    if (output === undefined) return 'none';
    t.equal(output.to, 'raw');
    t.match(output.frame, { ...batch.partition, service: canaryService, format: 'json' });
    t.equal(output.frame.lengths.length, 2);
    const read = readCanary(recordAt(output.frame, 1));
    t.match(read, { kind: 'card', of: 2 });
    return [output.frame.offsets[0] ?? -1, read?.previous];
  };
  const target = canaries.watch<FrameOutput>({ deliver: async () => done, close: async () => undefined });
  return { clock, send, target, sent: () => sent };
}

t.test('canaries go along with real records, by the clock and by partition', async (t) => {
  const { clock, send, sent } = useCanaries(60_000);
  t.strictSame(await send(batchAt(5)), [5, undefined]);
  t.equal(await send(batchAt(6)), 'none');
  t.strictSame(await send(batchAt(9, { stream: 'app', partition: 2 })), [9, undefined]);
  clock.ms += 60_000;
  t.strictSame(await send(batchAt(7)), [7, 5]);
  t.equal(await send({ ...batchAt(8), messages: [] }), 'none');
  clock.ms -= 3_600_000;
  t.strictSame(await send(batchAt(8)), [8, 7], 'a clock that is set back does not silence them');
  t.equal(sent(), 8);
});

t.test('none are sent where none are asked for', async (t) => {
  t.equal(await useCanaries(0).send(batchAt(5)), 'none');
});

t.test('what may never have been delivered is not named', async (t) => {
  const { clock, send, target } = useCanaries(1);
  await send(batchAt(5));
  clock.ms += 1;
  t.strictSame(await send(batchAt(5)), [5, undefined], 'the same batch again');
  for (const moved of [target.onAssigned?.([partition]), target.onRevoked?.([partition])]) {
    await moved;
    clock.ms += 1;
    t.strictSame(await send(batchAt(9)), [9, undefined]);
  }
});

t.test('the target does what it did', async (t) => {
  const calls: string[] = [];
  const note = (name: string) => async (): Promise<void> => void calls.push(name);
  const inner: Target<FrameOutput> = {
    deliver: async () => (calls.push('deliver'), done),
    ...{ onAssigned: note('assigned'), onRevoked: note('revoked'), end: note('end'), close: note('close') },
  };
  const options = { intervalMs: 1, kinds: [], environment: 'test', now: () => 0, onSent: () => undefined };
  const target = new Canaries(options).watch(inner);
  t.equal(await target.deliver({ partition, first: 0n, next: 1n, outputs: [] }), done);
  await target.onAssigned?.([partition]);
  await target.onRevoked?.([partition]);
  await target.end?.();
  await target.close();
  t.strictSame(calls, ['deliver', 'assigned', 'revoked', 'end', 'close']);
});
