import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { FrameBuilder, type Frame, type FrameInput } from '@scrubjay/frame';
import { createSinkStage } from '../src/stage.js';
import type { ObjectOutput } from '../src/object-builder.js';
import type { Alarm } from '../src/audit/alarm.js';
import type { SinkOutput } from '../src/target.js';

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

async function process(
  frames: readonly Frame[],
  alarms: readonly Alarm[] = [],
): Promise<readonly SinkOutput[]> {
  const messages = frames.map((frame, index) => ({ offset: BigInt(index), frame }));
  const auditor = { inspect: async (rest: readonly FrameInput[]) => ({ rest, alarms }) };
  return createSinkStage({ compressionLevel: 1, lateAfterHours: 2 }, auditor).process({
    partition: { stream: 'scrubjay.scrubbed', partition: 2 },
    first: 5n,
    next: 9n,
    messages,
  });
}

async function write(frames: readonly Frame[]): Promise<readonly ObjectOutput[]> {
  return (await process(frames)).filter((output) => output.kind === 'object');
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
  t.strictSame(await process([]), []);
});

const minuteMs = 60_000;
const timed = (atMs: number, n: number, pad = ''): string =>
  JSON.stringify({ time: new Date(atMs).toISOString(), n, pad });
const custody = day + 7_200_000;

t.test('records of very many hours that are over share one object, which says of which hours', async (t) => {
  const late = Array.from({ length: 500 }, (_, n) => timed(custody - (n + 3) * 60 * minuteMs, n));
  const objects = await write([
    frameOf('a', [...late, timed(custody, 500), timed(custody + 120 * minuteMs, 501)]),
    frameOf('b', [timed(custody - 600 * minuteMs, 502)]),
  ]);
  t.strictSame(
    objects.map(({ key, records }) => [key, records]),
    [
      ['logs/service=a/dt=2026-03-01/hr=02/scrubjay.scrubbed-2-00000000000000000005.ndjson.gz.esdk', 1],
      [
        'logs/service=a/dt=2026-03-01/hr=02/scrubjay.scrubbed-2-00000000000000000005.late-2026020804-2026030104.ndjson.gz.esdk',
        501,
      ],
      [
        'logs/service=b/dt=2026-03-01/hr=02/scrubjay.scrubbed-2-00000000000000000005.late-2026022816-2026022816.ndjson.gz.esdk',
        1,
      ],
    ],
  );
  const times = linesOf(objects[1]).map((line) => String(line['time']));
  t.strictSame(times, [...times].sort(), 'by hour');
  t.equal(new Set(times).size, 501);
});

t.test('a past hour with many records gets an object of its own, as an hour of today does', async (t) => {
  const old = custody - 48 * 60 * minuteMs;
  const many = Array.from({ length: 3_000 }, (_, n) => timed(old, n, 'x'.repeat(600)));
  const [own, shared] = await write([frameOf('a', [timed(old - 60 * minuteMs, -1), ...many])]);
  t.match(own?.key, /dt=2026-02-27\/hr=02\/[^.]*\.scrubbed-2-\d+\.ndjson/);
  t.equal(own?.records, 3_000);
  t.strictSame(
    linesOf(own).map((line) => (line['body'] as { n: number }).n),
    Array.from({ length: 3_000 }, (_, n) => n),
  );
  t.match(shared?.key, /late-2026022701-2026022701/);
  t.equal(shared?.records, 1);
});

t.test('says where the records came from and what the rulesets did', async (t) => {
  const counted = (frame: Frame, rulesetFingerprint: string, email: number): Frame => ({
    ...frame,
    rulesetFingerprint,
    findings: [
      { detector: 'email', action: 'mask', count: email },
      { detector: 'card', action: 'partial', count: 1 },
    ],
  });
  const outputs = await process([
    counted(frameOf('a', ['{"n":1}', '{"n":2}'], 7), 'f1', 2),
    counted(frameOf('b', ['{"n":3}'], 3), 'f1', 3),
    counted(frameOf('a', ['{"n":4}'], 20), 'f0', 1),
  ]);
  t.strictSame(
    outputs.filter(({ kind }) => kind === 'tally'),
    [
      {
        kind: 'tally',
        sources: [{ stream: 'app', partition: 0, firstOffset: 3, lastOffset: 20, records: 4 }],
        rulesets: [
          {
            fingerprint: 'f0',
            records: 1,
            findings: [
              { detector: 'card', action: 'partial', count: 1 },
              { detector: 'email', action: 'mask', count: 1 },
            ],
          },
          {
            fingerprint: 'f1',
            records: 3,
            findings: [
              { detector: 'card', action: 'partial', count: 2 },
              { detector: 'email', action: 'mask', count: 5 },
            ],
          },
        ],
      },
    ],
  );
});

t.test('an alarm marks the objects of its service, or of all, to be withheld', async (t) => {
  const frames = [frameOf('a', ['{"n":1}']), frameOf('b', ['{"n":2}'])];
  const alarm = { kind: 'second_look', count: 1, rulesetFingerprint: 'f', detectors: [] } as const;
  for (const [service, held] of [
    ['b', ['b']],
    [undefined, ['a', 'b']],
  ] as const) {
    const outputs = await process(frames, [{ ...alarm, service }]);
    const objects = outputs.filter((output) => output.kind === 'object');
    t.strictSame(
      objects.filter(({ isHeld }) => isHeld).map(({ group }) => group.service),
      held,
    );
    t.match(
      outputs.filter(({ kind }) => kind === 'alarms'),
      [{ alarms: [{ ...alarm, service }] }],
    );
  }
});
