import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import t from 'tap';
import type { Frame } from '@scrubjay/frame';
import {
  packAnswer,
  packFrame,
  packTexts,
  unpackAnswer,
  unpackFrame,
  unpackTexts,
  type Packed,
} from '../../src/workers/transfer.js';
import { frameOf } from '../frames.js';

/** What the other side gets. */
function send<T>({ message, transfer }: Packed<T>): T {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(message, transfer);
  const received = receiveMessageOnPort(port2) as { message: T };
  port1.close();
  return received.message;
}

const long = 'x'.repeat(20_000);
const attributes = { lengths: Uint32Array.of(3), bytes: Buffer.from('{}\n') };
const isWhole = ({ records }: Frame): boolean => records.buffer.byteLength === records.length;

t.test('a frame may be given away: its memory is the other side’s then', async (t) => {
  const frame = frameOf([long], 7, { attributes });
  const bytes = Buffer.from(frame.records);
  const { buffer } = frame.records;
  const received = unpackFrame(send(packFrame(frame, true)));
  t.equal(buffer.byteLength, 0);
  t.ok(received.records.equals(bytes));
  t.strictSame(received.attributes, attributes);
  t.match(received, { stream: 'app', service: 'api', offsets: Float64Array.of(7), ingestedAtMs: 7 });
});

t.test('a frame that is kept is copied, without its neighbours in memory', async (t) => {
  const frame = frameOf([long], 7, { attributes });
  const received = unpackFrame(send(packFrame(frame, false)));
  t.ok(frame.records.equals(received.records));
  t.ok(isWhole(received));
  t.equal(received.attributes?.bytes.buffer.byteLength, 3);
  for (const values of [received.lengths, received.offsets, received.timestampsMs])
    t.equal(values.byteLength, values.buffer.byteLength);
});

t.test('what lies in shared memory is never given away', async (t) => {
  const pooled = Buffer.from('short\n');
  t.ok(pooled.buffer.byteLength > pooled.length, 'a slice of the pool of Node');
  const slab = Buffer.alloc(100_000, 'x');
  const slice = slab.subarray(1000, 31_000);
  for (const records of [pooled, slice]) {
    const frame = frameOf(['a'], 0, { records, lengths: Uint32Array.of(records.length) });
    const received = unpackFrame(send(packFrame(frame, true)));
    t.ok(isWhole(received));
    t.ok(received.records.equals(records), 'and its own is still there');
  }
  t.equal(slab.buffer.byteLength, 100_000);
  t.ok(Buffer.from('pool').length, 'the pool still works');
});

t.test('an answer takes the memory of the frame along where its bytes are passed on', async (t) => {
  const input = frameOf([long]);
  const { buffer } = input.records;
  const open = [{ channel: 'text', lead: input.records.subarray(0, 10), isCut: true, isInPem: false }];
  const other = frameOf(['withheld']);
  const outputs = [
    { to: 'scrubbed', frame: input },
    { to: 'quarantine', frame: other },
  ] as const;
  const redacted = { outputs, counts: [], discarded: 0, open };
  const answer = unpackAnswer(send(packAnswer({ redacted, shadow: undefined }, input)));
  t.equal(buffer.byteLength, 0);
  const [scrubbed, withheld] = answer.redacted.outputs;
  t.equal(scrubbed?.frame.records.toString(), `${long}\n`);
  t.equal(withheld?.frame.records.toString(), 'withheld\n');
  t.ok(withheld !== undefined && isWhole(withheld.frame), 'no frame keeps the memory of another one');
  t.strictSame(answer.redacted.open[0]?.lead, Buffer.from('xxxxxxxxxx'));
  t.equal(answer.redacted.open[0]?.lead.buffer.byteLength, 10);
});

t.test('parts of one output are copied, so that nobody shares memory', async (t) => {
  const whole = Buffer.alloc(60_000, 'y');
  const parts = [whole.subarray(0, 30_000), whole.subarray(30_000)];
  const outputs = parts.map(
    (records) => ({ to: 'scrubbed', frame: { ...frameOf(['a']), records } }) as const,
  );
  const redacted = { outputs, counts: [], discarded: 0, open: [] };
  const answer = unpackAnswer(send(packAnswer({ redacted, shadow: undefined }, frameOf(['a']))));
  t.ok(answer.redacted.outputs.every(({ frame }) => isWhole(frame)));
  t.equal(whole.buffer.byteLength, 60_000);
});

t.test('texts that go on are copied', async (t) => {
  const lead = Buffer.from('lead');
  const texts = [{ channel: 'text', lead, isCut: true, isInPem: false }];
  t.strictSame(unpackTexts(send({ message: packTexts(texts), transfer: [] })), texts);
});
