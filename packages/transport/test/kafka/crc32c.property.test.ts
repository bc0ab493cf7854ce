import fc from 'fast-check';
import assert from 'node:assert/strict';
import t from 'tap';
import { crc32c } from '../../src/kafka/crc32c.js';
import { requireKafkaJs } from '../../src/kafka/kafkajs.js';

t.test("is kafkajs's own checksum, whatever the length and the place of the bytes", async () => {
  const bytewise = requireKafkaJs('kafkajs/src/protocol/recordBatch/crc32C/crc32C.js') as (
    bytes: Buffer,
  ) => number;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(20), (bytes, from) => {
      const view = Buffer.from(bytes).subarray(from);
      assert.equal(crc32c(view), bytewise(view) >>> 0);
    }),
    { numRuns: 2000 },
  );
});

t.test('gives the published check value', async (t) => {
  t.equal(crc32c(Buffer.from('123456789')), 0xe3069283);
});
