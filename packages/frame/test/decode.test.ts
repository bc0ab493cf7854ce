import { scrubjay } from '@scrubjay/schemas';
import Long from 'long';
import protobuf from 'protobufjs/minimal.js';
import t from 'tap';
import { decodeFrame, encodeFrame } from '../src/index.js';
import { frameOf } from './frames.js';

type Message = scrubjay.v1.Frame.$Properties;
const u64 = (value: number | string): Long => Long.fromValue(value, true);

const sound: Message = {
  version: 1,
  format: scrubjay.v1.Format.FORMAT_TEXT,
  offsetDeltas: [u64(0), u64(1)],
  timestampDeltasMs: [u64(0), u64(0)],
  recordLengths: [2, 2],
  records: Buffer.from('a\nb\n'),
};

function encode(message: Message): Buffer {
  return Buffer.from(scrubjay.v1.Frame.encode(message).finish());
}

t.test('the records of a decoded frame are a view into the message', async (t) => {
  const message = encodeFrame(frameOf(['one', 'two']));
  const { records } = decodeFrame(message);
  t.equal(records.buffer, message.buffer);
  message.fill(0x78, message.indexOf('one'), message.indexOf('one') + 3);
  t.equal(records.toString(), 'xxx\ntwo\n');
});

t.test('what generated code writes is read', async (t) => {
  t.match(decodeFrame(encode(sound)), { format: 'text', lengths: new Uint32Array([2, 2]) });
});

t.test('unsound messages are refused', async (t) => {
  const broken: Readonly<Record<string, Message>> = {
    'no version': { ...sound, version: 0 },
    'a later version': { ...sound, version: 2 },
    'no format': { ...sound, format: scrubjay.v1.Format.FORMAT_UNSPECIFIED },
    'an unknown format': { ...sound, format: 9 as unknown as scrubjay.v1.Format },
    'fewer offsets': { ...sound, offsetDeltas: [u64(0)] },
    'fewer timestamps': { ...sound, timestampDeltasMs: [u64(0)] },
    'more records than bytes': { ...sound, records: Buffer.from('\n'), recordLengths: [1, 0] },
    'lengths beyond the records': { ...sound, recordLengths: [2, 3] },
    'a record without newline': { ...sound, records: Buffer.from('a\nbb') },
    'an offset above 2^53': { ...sound, firstOffset: u64('9007199254740993') },
    'a delta above 2^53': { ...sound, offsetDeltas: [u64(0), u64('9007199254740993')] },
    'a delta of ten bytes': { ...sound, offsetDeltas: [u64(0), u64('18446744073709551615')] },
    'a negative timestamp': { ...sound, timestampDeltasMs: [u64(0), Long.fromNumber(-1)] },
    'an unknown reason': { ...sound, quarantine: { stage: 'sink', reason: 'because', part: 0, parts: 1 } },
    'an empty quarantine': { ...sound, quarantine: {} },
    'a count above 2^53': {
      ...sound,
      findings: [{ detector: 'a', action: 'b', count: u64('18446744073709551615') }],
    },
  };
  for (const [what, message] of Object.entries(broken)) {
    t.throws(() => decodeFrame(encode(message)), { code: 'SJ_FRAME_INVALID' }, what);
  }
});

t.test('a field that this version does not know is refused, as skipping it would lose it', async (t) => {
  const extra = protobuf.Writer.create().uint32(162).string('a key').finish();
  t.throws(() => decodeFrame(Buffer.concat([encode(sound), extra])), {
    code: 'SJ_FRAME_INVALID',
    message: /unknown/,
  });
});

t.test('a field that comes twice is refused', async (t) => {
  const again = protobuf.Writer.create().uint32(114).bytes(Buffer.from('c\nd\n')).finish();
  t.throws(() => decodeFrame(Buffer.concat([encode(sound), again])), {
    code: 'SJ_FRAME_INVALID',
    message: /repeated/,
  });
});

t.test('a cut varint is refused', async (t) => {
  const lengths = protobuf.Writer.create()
    .uint32(106)
    .bytes(Buffer.from([0x82]))
    .finish();
  const rest = { ...sound, recordLengths: [] };
  t.throws(() => decodeFrame(Buffer.concat([encode(rest), lengths])), {
    code: 'SJ_FRAME_INVALID',
    message: /cut/,
  });
});

t.test('a flood of findings is refused before it fills the memory', async (t) => {
  const flood = Buffer.alloc(3 * 70_000, Buffer.from([0x82, 0x01, 0x00]));
  t.throws(() => decodeFrame(Buffer.concat([encode(sound), flood])), { message: /too many/ });
});

t.test('a cut message is refused at any length', async (t) => {
  const message = encodeFrame(frameOf(['one', 'two']));
  for (let length = 0; length < message.length - 2; length++) {
    t.throws(() => decodeFrame(message.subarray(0, length)), { code: 'SJ_FRAME_INVALID' });
  }
});
