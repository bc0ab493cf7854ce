import { isScrubjayError } from '@scrubjay/errors';
import { scrubjay } from '@scrubjay/schemas';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import t from 'tap';
import { formats } from '../src/check.js';
import {
  decodeFrame,
  encodeFrame,
  FrameBuilder,
  quarantineReasons,
  recordAt,
  type Frame,
} from '../src/index.js';

const name = fc.string({ maxLength: 12, unit: 'binary' });
const millis = fc.maxSafeNat().map((value) => value % 2 ** 51);
const position = fc.maxSafeNat();

const attributes = fc.option(
  fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
  { nil: undefined },
);

const frames: fc.Arbitrary<Frame> = fc
  .record({
    source: fc.record({
      ...{ stream: name, environment: name, service: name, schemaId: name, ingestedAtMs: millis },
      partition: fc.nat(0xffff_ffff),
      format: fc.constantFrom(...formats),
    }),
    records: fc.array(fc.tuple(fc.uint8Array({ maxLength: 300 }), position, millis, attributes), {
      maxLength: 40,
    }),
    details: fc.record(
      {
        rulesetFingerprint: name,
        findings: fc.array(
          fc.record({ detector: name, action: name, count: position }, { noNullPrototype: true }),
          { maxLength: 5 },
        ),
        quarantine: fc.record(
          {
            stage: fc.constantFrom('ingest' as const, 'redactor' as const, 'sink' as const),
            reason: fc.constantFrom(...quarantineReasons),
            part: fc.nat(3),
            parts: fc.integer({ min: 4, max: 0xffff_ffff }),
          },
          { noNullPrototype: true },
        ),
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  })
  .map(({ source, records, details }) => {
    const builder = new FrameBuilder(source);
    const sorted = records.toSorted((a, b) => a[1] - b[1]);
    for (const [record, offset, timestampMs, object] of sorted)
      builder.add(record, BigInt(offset), timestampMs, object);
    return builder.build(details);
  });

t.test('decode(encode(frame)) is the frame', async () => {
  fc.assert(
    fc.property(frames, (frame) => {
      assert.deepStrictEqual(decodeFrame(encodeFrame(frame)), frame);
    }),
  );
});

t.test('our packed fields are those of generated code', async () => {
  fc.assert(
    fc.property(frames, (frame) => {
      const encoded = encodeFrame(frame);
      const message = scrubjay.v1.Frame.decode(encoded);
      const again = Buffer.from(scrubjay.v1.Frame.encode(message).finish());
      assert.deepStrictEqual(decodeFrame(again), frame);
      assert.deepStrictEqual(message.recordLengths, Array.from(frame.lengths));
      const sum = message.offsetDeltas.reduce(
        (total, delta) => total + Number(delta),
        Number(message.firstOffset),
      );
      assert.equal(sum, frame.offsets.at(-1) ?? 0);
    }),
  );
});

/** Decodes what need not be a frame: it is one, or SJ_FRAME_INVALID is thrown. */
function decodeHostile(bytes: Buffer): void {
  try {
    const frame = decodeFrame(bytes);
    frame.lengths.forEach((_, index) => recordAt(frame, index));
  } catch (error) {
    if (!isScrubjayError(error) || error.code !== 'SJ_FRAME_INVALID') throw error;
  }
}

t.test('random bytes are decoded or refused with SJ_FRAME_INVALID', async () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      decodeHostile(Buffer.from(bytes));
    }),
    { numRuns: 2000 },
  );
});

t.test('damaged frames are decoded or refused with SJ_FRAME_INVALID', async () => {
  const flips = fc.array(fc.tuple(fc.nat(), fc.nat(7)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(frames, flips, (frame, places) => {
      const bytes = encodeFrame(frame);
      for (const [place, bit] of places) {
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      }
      decodeHostile(bytes);
    }),
    { numRuns: 1000 },
  );
});

t.test('a hostile message costs no more memory than a small multiple of itself', async (t) => {
  // Eight million one-byte deltas and lengths, and nearly no records.
  const field = (tag: number, bytes: Buffer): Buffer => {
    const writer = Buffer.alloc(5);
    let length = bytes.length;
    let at = 0;
    writer[at++] = tag;
    for (; length >= 0x80; length = Math.floor(length / 0x80)) writer[at++] = (length % 0x80) + 0x80;
    writer[at++] = length;
    return Buffer.concat([writer.subarray(0, at), bytes]);
  };
  const many = Buffer.alloc(8_000_000, 1);
  const bytes = Buffer.concat([Buffer.from([8, 1, 64, 1]), ...[42, 90, 106].map((tag) => field(tag, many))]);
  const before = process.memoryUsage.rss();
  t.throws(() => decodeFrame(bytes), { code: 'SJ_FRAME_INVALID' });
  t.ok(process.memoryUsage.rss() - before < 64_000_000);
});
