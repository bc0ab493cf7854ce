import { quarantineFrames, type Frame, type FrameCodec, type FrameOutput } from '@scrubjay/frame';
import type { Delivery, Target } from '@scrubjay/pipeline';
import type { ObjectStore } from '@scrubjay/transport';
import t from 'tap';
import { createQuarantineStore, withQuarantineStore } from '../src/quarantine-store.js';
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

const place = 'quarantine/stage=redactor/reason=too_deep/app.log-3-00000000000000000042';

t.test('keeps a record sealed under the quarantine key, where its source position says', async (t) => {
  const { objects, write } = world();
  await write(withheld('a', 42n));
  t.strictSame([...objects], [[`${place}-p0-0.frame.esdk`, 'quarantine:a\n']]);
});

t.test('keeps all records of one position, and all parts of one record', async (t) => {
  const { objects, write } = world();
  await write([...withheld('a', 42n), ...withheld('b', 42n), ...withheld('cdef', 43n, { maxPartBytes: 2 })]);
  const next = place.replace('42', '43');
  t.strictSame(Object.fromEntries(objects), {
    [`${place}-p0-0.frame.esdk`]: 'quarantine:a\n',
    [`${place}-p0-1.frame.esdk`]: 'quarantine:b\n',
    [`${next}-p0-0.frame.esdk`]: 'quarantine:cd\n',
    [`${next}-p1-0.frame.esdk`]: 'quarantine:ef\n',
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
  t.match([...objects.keys()], [/reason=too_deep\/\.\.-a-b---1-3-0{19}1-p0-0\.frame\.esdk$/]);
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
