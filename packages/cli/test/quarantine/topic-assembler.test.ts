import { factsOf } from '@scrubjay/boot';
import type { Frame } from '@scrubjay/frame';
import fc from 'fast-check';
import t from 'tap';
import { TopicAssembler, type ReadPart, type TopicEntry } from '../../src/quarantine/topic-assembler.js';
import { withheld } from './support.js';

function partsOf(frames: readonly Frame[], from = 0): ReadPart[] {
  return frames.map((frame, index) => ({
    message: {
      ...{ offset: BigInt(from + index), timestampMs: 1000 + index, key: null, headers: {} },
      value: Buffer.from(`sealed ${from + index}`),
    },
    facts: factsOf(frame),
    frame,
  }));
}

function assemble(parts: readonly ReadPart[]): readonly TopicEntry[] {
  const assembler = new TopicAssembler('q', 2);
  return [...parts.flatMap((part) => assembler.add(part)), ...assembler.rest()];
}

t.test('a record is one entry, named by its first message, whatever stands between its parts', (t) => {
  const [a1, a2, a3] = withheld('x'.repeat(2_500), 7);
  const [b1, b2] = withheld('y'.repeat(1_500), 8);
  const frames = [a1, b1, a2, b2, a3].flatMap((frame) => frame ?? []);
  const entries = assemble(partsOf(frames));
  t.match(entries, [
    { id: 'q/2/1', parts: 2, isComplete: true, facts: { source: { offset: 8 } } },
    { id: 'q/2/0', parts: 3, isComplete: true, withheldAtMs: 1000, firstOffset: 0n, storedBytes: 24 },
  ]);
  t.strictSame(entries[1]?.frames, [a1, a2, a3]);
  t.end();
});

t.test('records of one position follow on each other', (t) => {
  const frames = [...withheld('a', 7), ...withheld('x'.repeat(1_500), 7), ...withheld('b', 7)];
  t.match(assemble(partsOf(frames)), [
    { parts: 1 },
    { id: 'q/2/1', parts: 2 },
    { parts: 1, isComplete: true },
  ]);
  t.end();
});

t.test('what has lost a part is an entry that is not complete', (t) => {
  const [first, second, third] = partsOf(withheld('x'.repeat(2_500), 7)) as [ReadPart, ReadPart, ReadPart];
  const other = partsOf(withheld('a', 7), 9);
  const incomplete = (parts: number): object => ({ parts, isComplete: false });
  t.match(assemble([second, third]), [incomplete(1), incomplete(1)]);
  t.match(assemble([first, third]), [incomplete(1), incomplete(1)]);
  t.match(assemble([first, second]), [incomplete(2)]);
  t.match(assemble([first, second, ...other]), [incomplete(2), { parts: 1, isComplete: true }]);
  t.end();
});

t.test('a message that tells nothing is an entry by itself', (t) => {
  const [part] = partsOf(withheld('a', 7)) as [ReadPart];
  const [entry] = assemble([{ ...part, facts: undefined, frame: undefined }]);
  t.match(entry, { id: 'q/2/0', facts: undefined, isComplete: false });
  t.notOk('frames' in (entry ?? {}));
  const tombstone = { ...part, facts: undefined, message: { ...part.message, value: null } };
  t.match(assemble([tombstone]), [{ storedBytes: 0 }]);
  t.end();
});

t.test('every message is in one entry, and two messages never have one digest', (t) => {
  const record = fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3_500 }));
  fc.assert(
    fc.property(fc.array(record, { maxLength: 8 }), fc.infiniteStream(fc.boolean()), (records, lost) => {
      const frames = records.flatMap(([offset, bytes]) => withheld('z'.repeat(bytes), offset));
      const parts = partsOf(frames).filter(() => lost.next().value !== true);
      const entries = assemble(parts);
      t.equal(
        entries.reduce((sum, entry) => sum + entry.parts, 0),
        parts.length,
      );
      t.equal(new Set(entries.map(({ digest }) => digest)).size, entries.length);
    }),
  );
  t.end();
});
