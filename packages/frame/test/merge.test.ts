import fc from 'fast-check';
import t from 'tap';
import { attributesAt } from '../src/attributes.js';
import { FrameBuilder } from '../src/builder.js';
import { mergeFrames } from '../src/merge.js';
import { recordAt } from '../src/records.js';
import type { Frame } from '../src/types.js';

function frameOf(record: string, offset: number, parts: Partial<Frame> = {}): Frame {
  const builder = new FrameBuilder({
    ...{ stream: 'app', partition: 0, environment: 'test', service: 'app', format: 'text', schemaId: '' },
    ingestedAtMs: 5,
  });
  const attributes = offset % 2 === 0 ? Buffer.from(`{"kafka_key":"${offset}"}`) : undefined;
  builder.add(Buffer.from(record), BigInt(offset), offset, attributes);
  return { ...builder.build(), ...parts };
}

function rows(frames: readonly Frame[]): unknown[] {
  return frames.flatMap((frame) =>
    [...frame.lengths.keys()].map((index) => [
      ...[frame.service, recordAt(frame, index).toString(), frame.offsets[index], frame.timestampsMs[index]],
      attributesAt(frame, index)?.toString(),
    ]),
  );
}

t.test('puts neighbours of one kind together and keeps every record as it is', (t) => {
  const quarantine = { stage: 'redactor', reason: 'internal_error', part: 0, parts: 1 } as const;
  const frames = [1, 2, 2, 3].map((offset) => frameOf(`r${offset}`, offset, { quarantine }));
  const merged = mergeFrames(frames);
  t.equal(merged.length, 1);
  t.same(merged[0]?.quarantine, quarantine);
  t.strictSame(rows(merged), rows(frames));
  t.end();
});

t.test('keeps apart what differs, goes back, or would be too large', (t) => {
  t.equal(mergeFrames([frameOf('a', 1), frameOf('b', 2, { service: 'other' })]).length, 2);
  t.equal(mergeFrames([frameOf('a', 2), frameOf('b', 1)]).length, 2);
  t.equal(mergeFrames([frameOf('aaaa', 1), frameOf('bbbb', 2), frameOf('c', 3)], 8).length, 2);
  t.strictSame(mergeFrames([]), []);
  t.end();
});

t.test('never changes records or their order', (t) => {
  const one = fc.tuple(fc.string({ maxLength: 8 }), fc.nat(5), fc.constantFrom('a', 'b'));
  fc.assert(
    fc.property(fc.array(one, { maxLength: 20 }), fc.integer({ min: 1, max: 40 }), (list, max) => {
      const frames = list.map(([record, offset, service]) => frameOf(record, offset, { service }));
      t.strictSame(rows(mergeFrames(frames, max)), rows(frames));
    }),
  );
  t.end();
});
