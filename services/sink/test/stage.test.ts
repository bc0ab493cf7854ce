import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { FrameBuilder, type Frame } from '@scrubjay/frame';
import { createSinkStage } from '../src/stage.js';
import type { ObjectOutput } from '../src/object-builder.js';

const day = Date.parse('2026-03-01T00:00:00Z');

function frameOf(service: string, records: readonly string[], offset = 0): Frame {
  const builder = new FrameBuilder({
    stream: 'app',
    partition: 0,
    environment: 'test',
    service,
    format: 'json',
    schemaId: '',
    ingestedAtMs: day + 7_200_000,
  });
  records.forEach((record, index) => builder.add(Buffer.from(record), BigInt(offset + index), day));
  return builder.build();
}

async function write(frames: readonly Frame[]): Promise<readonly ObjectOutput[]> {
  const messages = frames.map((frame, index) => ({ offset: BigInt(index), frame }));
  const outputs = await createSinkStage({ compressionLevel: 1 }).process({
    partition: { stream: 'scrubjay.scrubbed', partition: 2 },
    first: 5n,
    next: 9n,
    messages,
  });
  return outputs.filter((output) => output.kind === 'object');
}

const linesOf = (output: ObjectOutput | undefined): Record<string, unknown>[] =>
  gunzipSync(output?.body ?? Buffer.alloc(0))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

t.test('one object for each service and hour of the record itself', async (t) => {
  const objects = await write([
    frameOf('a', [
      '{"time":"2026-03-01T00:10:00Z","n":1}',
      '{"time":"2026-03-01T01:10:00Z","n":2}',
      '{"n":3}',
    ]),
    frameOf('b', ['{"n":4}']),
  ]);
  t.strictSame(
    objects.map((object) => [object.key, object.records, linesOf(object).map((line) => line['body'])]),
    [
      [
        'logs/service=a/dt=2026-03-01/hr=00/scrubjay.scrubbed-2-00000000000000000005.ndjson.gz.esdk',
        2,
        [{ time: '2026-03-01T00:10:00Z', n: 1 }, { n: 3 }],
      ],
      [
        'logs/service=a/dt=2026-03-01/hr=01/scrubjay.scrubbed-2-00000000000000000005.ndjson.gz.esdk',
        1,
        [{ time: '2026-03-01T01:10:00Z', n: 2 }],
      ],
      [
        'logs/service=b/dt=2026-03-01/hr=00/scrubjay.scrubbed-2-00000000000000000005.ndjson.gz.esdk',
        1,
        [{ n: 4 }],
      ],
    ],
  );
});

t.test('keys depend on the position alone, so that a second try overwrites', async (t) => {
  const once = await write([frameOf('a', ['{"n":1}'])]);
  const again = await write([frameOf('a', ['{"n":1}']), frameOf('a', ['{"n":2}'], 1)]);
  t.equal(once[0]?.key, again[0]?.key);
});

t.test('large objects are compressed in members and read back whole', async (t) => {
  const records = Array.from({ length: 4_000 }, (_, n) => JSON.stringify({ n, pad: 'x'.repeat(600) }));
  const frames = Array.from({ length: 8 }, (_, at) =>
    frameOf('a', records.slice(at * 500, (at + 1) * 500), at * 500),
  );
  const [object] = await write(frames);
  t.strictSame(
    linesOf(object).map((line) => (line['body'] as { n: number }).n),
    Array.from(records.keys()),
  );
  t.equal(object?.records, 4_000);
  t.equal(object?.plainBytes, gunzipSync(object?.body ?? Buffer.alloc(0)).length);
  t.strictSame(object?.custody, [{ ingestedAtMs: day + 7_200_000, records: 4_000 }]);
});

t.test('a batch without frames writes nothing', async (t) => {
  t.strictSame(await write([]), []);
});
