import t from 'tap';
import { decodeFrame, encodeFrame, joinQuarantineParts, quarantineFrames } from '../src/index.js';
import { frameOf, source } from './frames.js';

const withheld = { ...source, stage: 'redactor', reason: 'too_deep', offset: 9n, timestampMs: 5 } as const;

t.test('a record goes whole into one frame', async (t) => {
  const frames = quarantineFrames({ ...withheld, record: Buffer.from('a\n\0b') });
  t.equal(frames.length, 1);
  t.match(frames[0], {
    quarantine: { stage: 'redactor', reason: 'too_deep', part: 0, parts: 1 },
    format: 'json',
  });
  t.equal(joinQuarantineParts(frames).toString(), 'a\n\0b');
});

t.test('an empty record is still one', async (t) => {
  t.equal(joinQuarantineParts(quarantineFrames({ ...withheld, record: Buffer.alloc(0) })).length, 0);
});

t.test('a large record is cut into parts and put together again', async (t) => {
  const record = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));
  const frames = quarantineFrames({ ...withheld, record, rulesetFingerprint: 'f' }, 300);
  t.same(
    frames.map((frame) => frame.quarantine?.part),
    [0, 1, 2, 3],
  );
  t.ok(frames.every((frame) => frame.records.length <= 301 && frame.rulesetFingerprint === 'f'));
  t.same(joinQuarantineParts(frames.map((frame) => decodeFrame(encodeFrame(frame)))), record);
});

t.test('parts that do not belong together are not joined', async (t) => {
  const record = Buffer.alloc(10, 97);
  const [first, second] = quarantineFrames({ ...withheld, record }, 5);
  const [, other] = quarantineFrames({ ...withheld, offset: 10n, record }, 5);
  t.ok(first && second && other);
  if (!first || !second || !other) return;
  for (const frames of [
    [],
    [first],
    [second, first],
    [first, first],
    [first, other],
    [first, second, second],
  ]) {
    t.throws(() => joinQuarantineParts(frames), { code: 'SJ_FRAME_INVALID' });
  }
  t.throws(() => joinQuarantineParts([frameOf(['not withheld'])]), { code: 'SJ_FRAME_INVALID' });
});
