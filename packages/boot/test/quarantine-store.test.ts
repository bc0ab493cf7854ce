import { quarantineFrames, type Frame, type FrameCodec, type FrameOutput } from '@scrubjay/frame';
import type { Delivery, Target } from '@scrubjay/pipeline';
import type { ObjectStore } from '@scrubjay/transport';
import t from 'tap';
import {
  createQuarantineStore,
  nameQuarantineObjects,
  readQuarantineKey,
  withQuarantineStore,
} from '../src/quarantine-store.js';
import { frameOf } from './doubles.js';

function withheld(
  record: string,
  offset: bigint,
  parts: { stream?: string; maxPartBytes?: number } = {},
): Frame[] {
  return quarantineFrames(
    {
      stage: 'redactor',
      reason: 'too_deep',
      record: Buffer.from(record),
      stream: parts.stream ?? 'app.log',
      partition: 3,
      offset,
      timestampMs: 1,
      ingestedAtMs: 2,
      environment: 'test',
      service: 'app',
      format: 'json',
      schemaId: '',
    },
    parts.maxPartBytes,
  );
}

/** A store and a codec that keep what is written. */
function world(): { objects: Map<string, string>; write: (frames: readonly Frame[]) => Promise<void> } {
  const objects = new Map<string, string>();
  const store = {
    put: async (key: string, body: Buffer) => {
      objects.set(key, body.toString());
      return { etag: 'e' };
    },
  };
  const codec = {
    seal: async (to: string, { records }: Frame) => Buffer.from(`${to}:${records.toString()}`),
  };
  const write = createQuarantineStore(store as unknown as ObjectStore, codec as unknown as FrameCodec);
  return { objects, write };
}

const place = 'quarantine/stage=redactor/reason=too_deep/service=app/app.log-3-00000000000000000042';

t.test('keeps a record sealed under the quarantine key, where its source position says', async (t) => {
  const { objects, write } = world();
  await write(withheld('a', 42n));
  t.strictSame([...objects], [[`${place}-0-p0of1.frame.esdk`, 'quarantine:a\n']]);
});

t.test('keeps all records of one position, and all parts of one record', async (t) => {
  const { objects, write } = world();
  await write([...withheld('a', 42n), ...withheld('b', 42n), ...withheld('cdef', 43n, { maxPartBytes: 2 })]);
  const next = place.replace('42', '43');
  t.strictSame(Object.fromEntries(objects), {
    [`${place}-0-p0of1.frame.esdk`]: 'quarantine:a\n',
    [`${place}-1-p0of1.frame.esdk`]: 'quarantine:b\n',
    [`${next}-0-p0of2.frame.esdk`]: 'quarantine:cd\n',
    [`${next}-0-p1of2.frame.esdk`]: 'quarantine:ef\n',
  });
});

t.test('overwrites what an earlier try has written', async (t) => {
  const { objects, write } = world();
  const frames = [...withheld('a', 42n), ...withheld('b', 42n)];
  await write(frames);
  const keys = [...objects.keys()];
  await write(frames);
  t.strictSame([...objects.keys()], keys);
});

t.test('makes a plain name of a stream', async (t) => {
  const { objects, write } = world();
  await write(withheld('a', 1n, { stream: '../a b/ü=1' }));
  t.match([...objects.keys()], [/service=app\/\.\.-a-b---1-3-0{19}1-0-p0of1\.frame\.esdk$/]);
});

t.test('tells the parts of records of one position apart, whichever has more of them', async (t) => {
  const frames = [...withheld('a', 42n), ...withheld('bcde', 42n, { maxPartBytes: 2 })];
  t.strictSame(
    nameQuarantineObjects(frames, 7).map(({ key }) => key.slice(place.length)),
    ['-7-p0of1.frame.esdk', '-8-p0of2.frame.esdk', '-8-p1of2.frame.esdk'],
  );
});

t.test('reads back what a key tells', async (t) => {
  const [named] = nameQuarantineObjects(withheld('abcd', 42n, { maxPartBytes: 2 }));
  const read = readQuarantineKey(named?.key ?? '');
  t.match(read, {
    ...{ stage: 'redactor', reason: 'too_deep', service: 'app', part: 0, parts: 2, record: `${place}-0` },
    source: { stream: 'app.log', partition: 3, offset: 42 },
  });
  const unnamed = withheld('a', 42n).map((frame) => ({ ...frame, service: 'jane doe' }));
  const [secret] = nameQuarantineObjects(unnamed);
  t.match(secret?.key, '/service=-/', 'a name that is not plain is not told');
  t.equal(readQuarantineKey(secret?.key ?? '')?.service, undefined);
  const old = 'quarantine/stage=redactor/reason=too_deep/app.log-3-00000000000000000042-p1-4.frame.esdk';
  t.match(readQuarantineKey(old), { service: undefined, part: 1, parts: 0 }, 'also of former versions');
  t.match(readQuarantineKey(old)?.record, /00042-4$/);
  for (const other of ['', 'quarantine/a', `${place}-0`, `${place}-0-p0of1.txt`]) {
    t.equal(readQuarantineKey(other), undefined, other);
  }
  const foreign = `${place}-0-p0of1.frame.esdk`.replace('too_deep', 'other');
  t.equal(readQuarantineKey(foreign), undefined, 'a reason that is none');
  t.equal(readQuarantineKey(foreign.replace('redactor', 'other')), undefined, 'a stage that is none');
});

interface Call {
  readonly name: string;
  readonly what: unknown;
}

function joined(parts: Partial<Target<FrameOutput>> = {}): { calls: Call[]; target: Target<FrameOutput> } {
  const calls: Call[] = [];
  const note =
    (name: string) =>
    async (what?: unknown): Promise<void> => {
      calls.push({ name, what });
    };
  const inner: Target<FrameOutput> = {
    deliver: async (delivery) => {
      await note('deliver')(delivery);
      return { durable: Promise.resolve(), positionCommitted: false };
    },
    close: note('close'),
    ...parts,
  };
  return { calls, target: withQuarantineStore(inner, note('write')) };
}

const partition = { stream: 'app', partition: 0 };
const scrubbed: FrameOutput = { to: 'scrubbed', frame: frameOf('good') };
const bad: FrameOutput = { to: 'quarantine', frame: frameOf('bad') };
const delivery: Delivery<FrameOutput> = { partition, first: 1n, next: 2n, outputs: [bad, scrubbed] };

t.test('writes what is withheld before anything else of a delivery goes on', async (t) => {
  const { calls, target } = joined();
  t.match(await target.deliver(delivery), { positionCommitted: false });
  t.strictSame(calls, [
    { name: 'write', what: [bad.frame] },
    { name: 'deliver', what: { ...delivery, outputs: [scrubbed] } },
  ]);
});

t.test('delivers nothing while quarantine cannot be written', async (t) => {
  let delivered = 0;
  const target = withQuarantineStore(
    {
      deliver: async () => {
        delivered += 1;
        return { durable: Promise.resolve(), positionCommitted: false };
      },
      close: async () => undefined,
    },
    async () => {
      throw new Error('disk full');
    },
  );
  await t.rejects(target.deliver(delivery), { message: 'disk full' });
  t.equal(delivered, 0);
});

t.test('is otherwise the target that it stands before', async (t) => {
  const seen: Call[] = [];
  const hook =
    (name: string) =>
    async (what?: unknown): Promise<void> => {
      seen.push({ name, what });
    };
  const full = joined({
    onAssigned: hook('onAssigned'),
    onRevoked: hook('onRevoked'),
    end: hook('end'),
  }).target;
  await full.onAssigned?.([partition]);
  await full.onRevoked?.([partition]);
  await full.end?.();
  t.strictSame(seen, [
    { name: 'onAssigned', what: [partition] },
    { name: 'onRevoked', what: [partition] },
    { name: 'end', what: undefined },
  ]);
  const { calls, target } = joined();
  for (const optional of ['onAssigned', 'onRevoked', 'end']) t.notOk(optional in target, optional);
  await target.close();
  t.strictSame(calls, [{ name: 'close', what: undefined }]);
});
