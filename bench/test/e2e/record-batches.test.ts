import t from 'tap';
import { encodeBatches, stampBatch } from '../../src/e2e/record-batches.js';

const messages = Array.from({ length: 10 }, (_, index) => ({
  value: Buffer.from(`record ${String(index)}`),
  headers: { 'scrubjay-service': 'shop' },
}));
const payload = { name: 'test', messages, bytes: 80 };

t.test('cuts a payload into record batches that hold all of it', async (t) => {
  const batches = await encodeBatches(payload, 'none', 20);
  t.same(
    batches.map((batch) => [batch.messages, batch.bytes]),
    [
      [3, 24],
      [3, 24],
      [3, 24],
      [1, 8],
    ],
  );
  t.ok(batches[1]?.encoded.includes('record 5'));
});

t.test('a batch that is stamped has its time and another checksum', async (t) => {
  const [batch] = await encodeBatches(payload, 'none', 1000);
  if (batch === undefined) return t.fail('no batch');
  const before = batch.encoded.readUInt32BE(17);
  stampBatch(batch, 1_767_225_600_000);
  t.equal(batch.encoded.readBigInt64BE(27), 1_767_225_600_000n);
  t.equal(batch.encoded.readBigInt64BE(35), 1_767_225_600_000n);
  t.not(batch.encoded.readUInt32BE(17), before);
  return undefined;
});
