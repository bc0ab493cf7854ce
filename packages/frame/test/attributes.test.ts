import fc from 'fast-check';
import assert from 'node:assert/strict';
import t from 'tap';
import {
  attributesAt,
  attributesOf,
  decodeFrame,
  encodeFrame,
  FrameBuilder,
  hideOpaque,
  quarantineFrames,
  joinQuarantineParts,
  selectRecords,
  textOf,
  type Frame,
} from '../src/index.js';
import { frameOf, lineOf, source } from './frames.js';

function text(bytes: Buffer | undefined): string | undefined {
  return bytes?.toString();
}

function frameWith(records: readonly (readonly [string, Buffer | undefined])[]): Frame {
  const builder = new FrameBuilder(source);
  records.forEach(([record, attributes], index) => {
    builder.add(Buffer.from(record), BigInt(100 + index), Date.UTC(2026) + index, attributes);
  });
  return builder.build();
}

t.test('a key and headers become one JSON object, repeated headers an array', async (t) => {
  const object = attributesOf({
    key: Buffer.from('user-1'),
    headers: [
      ['a"b', Buffer.from('x\ny')],
      ['c', Buffer.from('1')],
      ['c', Buffer.from([0xff])],
      ['__proto__', Buffer.alloc(0)],
    ],
  });
  t.equal(
    text(object),
    '{"kafka_key":"user-1","headers":{"a\\"b":"x\\ny","c":["1",{"base64":"/w=="}],"__proto__":""}}',
  );
  t.equal(attributesOf({ key: null, headers: [] }), undefined);
  t.equal(text(attributesOf({ key: Buffer.alloc(0), headers: [] })), '{"kafka_key":""}');
});

t.test('only UTF-8 without control characters counts as text', async (t) => {
  t.equal(textOf(Buffer.from('a\t\r\nä')), 'a\t\r\nä');
  for (const bytes of ['a\0', '\x1b[m', '\x7f']) t.equal(textOf(Buffer.from(bytes)), undefined);
  t.equal(textOf(Buffer.from([0xc3])), undefined);
});

t.test('attributes survive encoding, and records without any have none', async (t) => {
  const frame = frameWith([
    ['one', undefined],
    ['two', Buffer.from('{"kafka_key":"2"}')],
    ['three', undefined],
    ['four', Buffer.from('{}')],
  ]);
  const decoded = decodeFrame(encodeFrame(frame));
  t.same(decoded, frame);
  t.same(
    [0, 1, 2, 3].map((index) => text(attributesAt(decoded, index))),
    [undefined, '{"kafka_key":"2"}', undefined, '{}'],
  );
  t.notOk('attributes' in decodeFrame(encodeFrame(frameOf(['one']))));
});

t.test('attributes that do not fit their records are unsound', async (t) => {
  const frame = frameWith([['one', Buffer.from('{}')]]);
  const broken: NonNullable<Frame['attributes']>[] = [
    { lengths: new Uint32Array([3, 0]), bytes: Buffer.from('{}\n') },
    { lengths: new Uint32Array([9]), bytes: Buffer.from('{}\n') },
    { lengths: new Uint32Array([2]), bytes: Buffer.from('{}\n') },
    { lengths: new Uint32Array([0]), bytes: Buffer.from('') },
    { lengths: new Uint32Array([3]), bytes: Buffer.from('{}\n{}\n') },
  ];
  for (const attributes of broken)
    t.throws(() => encodeFrame({ ...frame, attributes }), { code: 'SJ_INTERNAL' });
});

t.test('a message with other counts of attributes than of records is refused', async (t) => {
  const one = encodeFrame(frameWith([['one', Buffer.from('{}')]]));
  const at = one.lastIndexOf(Buffer.from([0x92, 0x01, 0x01, 0x03]));
  t.ok(at > 0);
  const two = Buffer.concat([
    one.subarray(0, at),
    Buffer.from([0x92, 0x01, 0x02, 0x03, 0x00]),
    one.subarray(at + 4),
  ]);
  t.throws(() => decodeFrame(two), { code: 'SJ_FRAME_INVALID' });
});

t.test('what is no text is hidden in every place, and nothing else changes', async (t) => {
  const binary = Buffer.from([0, 0, 0, 1]);
  const frame = frameWith([
    ['one', attributesOf({ key: binary, headers: [['h', Buffer.from('{"base64":"')]] })],
    ['two', undefined],
    [
      'three',
      attributesOf({
        key: null,
        headers: [
          ['b', binary],
          ['b', binary],
          ['c', Buffer.from('x')],
        ],
      }),
    ],
  ]);
  assert(frame.attributes);
  const { attributes, hidden } = hideOpaque(frame.attributes);
  t.equal(hidden, 3);
  const changed = { ...frame, attributes };
  t.equal(text(attributesAt(changed, 0)), '{"kafka_key":"[BYTES]","headers":{"h":"{\\"base64\\":\\""}}');
  t.equal(attributesAt(changed, 1), undefined);
  t.equal(text(attributesAt(changed, 2)), '{"headers":{"b":["[BYTES]","[BYTES]"],"c":"x"}}');
  t.doesNotThrow(() => encodeFrame(changed));
  const plain = frameWith([['one', Buffer.from('{}')]]).attributes;
  assert(plain);
  t.equal(hideOpaque(plain).attributes, plain);
});

t.test('the object parses whatever key and headers hold, and opaque bytes never stay', async () => {
  const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
  const headers = fc.array(fc.tuple(fc.string({ unit: 'binary', maxLength: 8 }), bytes), { maxLength: 5 });
  fc.assert(
    fc.property(fc.option(bytes), headers, (key, values) => {
      const object = attributesOf({ key, headers: values });
      if (object === undefined) return;
      const frame = frameWith([['r', object]]);
      assert(frame.attributes);
      const { attributes, hidden } = hideOpaque(frame.attributes);
      JSON.parse(attributes.bytes.toString());
      assert.ok(!attributes.bytes.includes('{"base64":"'));
      const all = [...(key === null ? [] : [key]), ...values.map(([, value]) => value)];
      assert.equal(hidden, all.filter((value) => textOf(value) === undefined).length);
    }),
    { numRuns: 300 },
  );
});

t.test('selected records take only the attributes they are given', async (t) => {
  const frame = frameWith([
    ['one', Buffer.from('{"kafka_key":"secret"}')],
    ['two', undefined],
  ]);
  const changed = { records: Buffer.from('1\n'), lengths: new Uint32Array([2]) };
  t.notOk('attributes' in selectRecords(frame, [0], changed));
  const attributes = { lengths: new Uint32Array([3]), bytes: Buffer.from('{}\n') };
  t.equal(selectRecords(frame, [0], { ...changed, attributes }).attributes, attributes);
});

t.test('attributes go to quarantine with the first part and take their room from it', async (t) => {
  const withheld = {
    ...source,
    ...({ stage: 'ingest', reason: 'too_large', offset: 1n, timestampMs: 2 } as const),
    record: Buffer.from('0123456789'),
    attributes: Buffer.from('{}'),
  };
  const frames = quarantineFrames(withheld, 4);
  t.equal(joinQuarantineParts(frames).toString(), '0123456789');
  t.same(
    frames.map((frame) => [frame.records.length - 1, text(attributesAt(frame, 0))]),
    [
      [2, '{}'],
      [4, undefined],
      [4, undefined],
    ],
  );
  const [only] = quarantineFrames({ ...withheld, record: Buffer.alloc(0) }, 1);
  t.equal(text(only && attributesAt(only, 0)), '{}');
});

t.test('the canonical record has them by their names in the semantic conventions', async (t) => {
  const object = attributesOf({
    key: Buffer.from('k'),
    headers: [['x-request', Buffer.from('r')]],
  });
  const expected = { 'messaging.kafka.message.key': 'k', 'messaging.kafka.header.x-request': 'r' };
  for (const [format, record] of [
    ['text', 'words'],
    ['json', '{"a":1}'],
    ['canonical', '{"body":"b"}'],
    ['canonical', '{"body":"b","attributes":{}}'],
    ['canonical', 'masked'],
  ] as const) {
    const frame = { ...frameWith([[record, object]]), format };
    const { line } = lineOf(frame);
    t.same((JSON.parse(line.toString()) as { attributes: unknown }).attributes, expected, record);
  }
});

t.test("an OTLP record keeps its own attributes beside the message's", async (t) => {
  const object = attributesOf({ key: Buffer.from('k'), headers: [] });
  const read = (record: string): Record<string, unknown> => {
    const frame = { ...frameWith([[record, object]]), format: 'canonical' } as const;
    return JSON.parse(lineOf(frame).line.toString()) as Record<string, unknown>;
  };
  t.same(read('{"attributes":{"user":"u"},"body":"b"}')['attributes'], {
    'messaging.kafka.message.key': 'k',
    user: 'u',
  });
  t.equal(read('{"attributes":"masked","body":"b"}')['body'], '{"attributes":"masked","body":"b"}');
});

t.test('what a rule made of the attributes is written as it is', async (t) => {
  const frame = frameWith([['r', Buffer.from('{"headers":"[MASKED]","[EMAIL]":1}')]]);
  const { line } = lineOf({ ...frame, format: 'text' });
  t.same((JSON.parse(line.toString()) as { attributes: unknown }).attributes, {
    'messaging.kafka.headers': '[MASKED]',
    'messaging.kafka.[EMAIL]': 1,
  });
});
