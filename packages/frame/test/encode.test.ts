import { scrubjay } from '@scrubjay/schemas';
import t from 'tap';
import { decodeFrame, encodeFrame, type Frame } from '../src/index.js';
import { frameOf } from './frames.js';

const details = {
  rulesetFingerprint: 'ab'.repeat(32),
  findings: [{ detector: 'email', action: 'mask', count: 2 ** 40 }],
  quarantine: { stage: 'redactor', reason: 'too_deep', part: 0, parts: 2 },
} as const;

t.test('a frame survives encoding', async (t) => {
  const frame = frameOf(['{"a":1}', '', 'zwei\nZeilen ü'], { format: 'text', schemaId: 's' }, details);
  t.same(decodeFrame(encodeFrame(frame)), frame);
});

t.test('a frame without records survives encoding', async (t) => {
  const frame = frameOf([]);
  t.same(decodeFrame(encodeFrame(frame)), frame);
});

t.test('generated code reads what is written', async (t) => {
  const frame = frameOf(['one', 'two'], {}, details);
  const late = {
    ...frame,
    offsets: new Float64Array([7, 7]),
    timestampsMs: new Float64Array([2e12, 2e12 - 1e11]),
  };
  const read = scrubjay.v1.Frame.decode(encodeFrame(late));
  t.equal(read.version, 1);
  t.equal(Number(read.firstOffset), 7);
  t.same(read.offsetDeltas.map(Number), [0, 0]);
  t.same(read.timestampDeltasMs.map(Number), [0, -1e11]);
  t.same(read.recordLengths, [4, 4]);
  t.equal(read.format, scrubjay.v1.Format.FORMAT_JSON);
  t.equal(Number(read.findings[0]?.count), 2 ** 40);
  t.match(read.quarantine, details.quarantine);
});

t.test('an unsound frame is not encoded', async (t) => {
  const frame = frameOf(['one', 'two']);
  const unsound: readonly Partial<Record<keyof Frame, unknown>>[] = [
    { offsets: new Float64Array(1) },
    { timestampsMs: new Float64Array(3) },
    { partition: -1 },
    { partition: 2 ** 32 },
    { format: 'xml' },
    { ingestedAtMs: 0.5 },
    { offsets: new Float64Array([2, 1]) },
    { offsets: new Float64Array([0, 2 ** 53]) },
    { timestampsMs: new Float64Array([0, -1]) },
    { lengths: new Uint32Array([4, 0]) },
    { lengths: new Uint32Array([3, 5]) },
    { lengths: new Uint32Array([4, 5]) },
    { records: Buffer.from('one\ntwo\nx') },
    { findings: [{ detector: 'a', action: 'b', count: -1 }] },
    { quarantine: { ...details.quarantine, stage: 'console' } },
    { quarantine: { ...details.quarantine, reason: 'because' } },
    { quarantine: { ...details.quarantine, part: 0.5 } },
    { quarantine: { ...details.quarantine, part: 2 } },
  ];
  for (const change of unsound) {
    t.throws(
      () => encodeFrame({ ...frame, ...change } as Frame),
      { code: 'SJ_INTERNAL' },
      JSON.stringify(change),
    );
  }
});
