import t from 'tap';
import { framesOf, framesOfStream, recordsOfFrame, sampleFrames, totalsOf } from '../src/frames.js';

const records = ['{"a":1}', 'text', '', '{"b":2}', 'more text'].map((text) => Buffer.from(text));
const textsOf = (frames: ReturnType<typeof framesOf>): string[] =>
  frames.flatMap((frame) =>
    [...recordsOfFrame(frame)].map((record) => `${frame.format} ${record.toString()}`),
  );

t.test('cuts frames as ingest does: JSON and text apart, no empty records', (t) => {
  const frames = framesOf(records);
  t.same(textsOf(frames), ['json {"a":1}', 'json {"b":2}', 'text text', 'text more text']);
  t.same(totalsOf(frames), { bytes: 31, records: 4 });
  t.ok(frames.every(({ bytes }) => bytes.at(-1) === 0x0a));
  t.end();
});

t.test('begins a new frame when one is full', async (t) => {
  const frames = framesOf(records, 8);
  t.same(
    frames.map(({ lengths }) => lengths.length),
    [1, 1, 2],
  );
  async function* stream(): AsyncGenerator<Buffer> {
    yield* records;
  }
  t.same(textsOf(await framesOfStream(stream(), 8)), textsOf(frames));
});

t.test('takes of every frame its leading records, at least one', (t) => {
  const frames = framesOf(
    Array.from({ length: 20 }, (_, at) => Buffer.from(`record ${at % 10}`)),
    90,
  );
  const half = sampleFrames(frames, totalsOf(frames).bytes / 2);
  t.equal(half.length, frames.length);
  t.same(totalsOf(half), { bytes: 90, records: 10 });
  t.same(textsOf(half).slice(0, 2), ['text record 0', 'text record 1']);
  t.equal(totalsOf(sampleFrames(frames, 1)).records, frames.length);
  t.equal(sampleFrames(frames, 1e6), frames, 'all, where all is little enough');
  t.end();
});
