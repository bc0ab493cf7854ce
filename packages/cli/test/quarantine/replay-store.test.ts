import { nameQuarantineObjects, createQuarantineStore } from '@scrubjay/boot';
import { recordAt, type FrameInput, type FrameOutput } from '@scrubjay/frame';
import type { Stage } from '@scrubjay/pipeline';
import { createManifestWriter, createObjectSealer, createSinkStage } from '@scrubjay/sink';
import { createFolderStore, type ObjectStore } from '@scrubjay/transport';
import { createLocalSigner } from '@scrubjay/vault';
import t, { type Test } from 'tap';
import { fullConfig } from '../../src/config-schema.js';
import { createRebuild } from '../../src/quarantine/rebuild.js';
import { ReplayJournal } from '../../src/quarantine/replay-journal.js';
import { ReplayReport } from '../../src/quarantine/replay-report.js';
import { replayStore, type StoreReplayOptions } from '../../src/quarantine/replay-store.js';
import { verifyStore } from '../../src/verify/verify-store.js';
import { dieAt, keysOf } from '../store-helpers.js';
import { codec, openSealer, withheld } from './support.js';

const sealer = createObjectSealer(openSealer, 'test');
const config = fullConfig.parse({
  environment: 'test',
  ingest: { source: { kind: 'stdin' }, maxRecordBytes: 5_000 },
});

/** A redactor that passes everything on but records with "bad", which it withholds. */
const redactor: Stage<FrameInput, FrameOutput> = {
  async process({ messages }) {
    return messages.flatMap(({ frame }) =>
      [...frame.lengths.keys()].flatMap((index): FrameOutput[] => {
        const record = recordAt(frame, index);
        const offset = frame.offsets[index] ?? 0;
        const plain = { ...frame };
        delete plain.quarantine;
        if (record.includes('bad')) {
          return withheld(record, offset, { reason: 'scan_budget' }).map((one) => ({
            to: 'quarantine',
            frame: one,
          }));
        }
        const parts = {
          records: Buffer.concat([record, Buffer.from('\n')]),
          lengths: Uint32Array.of(record.length + 1),
          offsets: Float64Array.of(offset),
          timestampsMs: Float64Array.of(frame.timestampsMs[index] ?? 0),
        };
        return [{ to: 'scrubbed', frame: { ...plain, ...parts } }];
      }),
    );
  },
};

const signer = await createLocalSigner({ dir: t.testdir({ keys: {} }) + '/keys' });
const manifests = createManifestWriter({
  ...{ environment: 'test', signer, sealedUnder: 'local', now: Date.now },
  seal: (plain) => sealer.sealManifest(plain),
});
const auditor = { inspect: async (rest: readonly FrameInput[]) => ({ rest, alarms: [] }) };

/** That every object of the store stands in a signed manifest. */
async function proveManifests(t: Test, store: ObjectStore): Promise<void> {
  const publicKey = await signer.publicKey();
  const { problems } = await verifyStore({ store, sealer, publicKey, opens: true });
  t.strictSame(problems, []);
}

function optionsFor(store: ObjectStore, parts: Partial<StoreReplayOptions> = {}): StoreReplayOptions {
  return {
    ...{ store, codec, sealer, redactor, isDryRun: false, filter: {} },
    rebuild: createRebuild(config),
    sink: createSinkStage({ compressionLevel: 1, lateAfterHours: 2 }, auditor),
    manifests,
    report: new ReplayReport(),
    ...parts,
  };
}

/** The ids of all records that a reader would find, sorted. */
async function idsIn(store: ObjectStore): Promise<string[]> {
  const ids: string[] = [];
  for (const key of await keysOf(store, 'logs/')) {
    const found = await store.get(key);
    const plain = found === undefined ? '' : (await sealer.openObject(found.body)).toString();
    ids.push(...[...plain.matchAll(/id-\d+/g)].map(([id]) => id));
  }
  return ids.sort();
}

const request = JSON.stringify({
  resourceLogs: [
    {
      scopeLogs: [
        {
          logRecords: [
            { body: { stringValue: 'id-5' } },
            { body: { stringValue: 'id-6 bad' } },
            { attributes: [{ key: 'b', value: { bytesValue: '//4=' } }] },
          ],
        },
      ],
    },
  ],
});

/** Two plain records, one in parts, one that fails again, a request of three, and what is no record at all. */
async function fill(store: ObjectStore): Promise<void> {
  const write = createQuarantineStore(store, codec);
  await write([
    ...[...withheld('{"a":"id-1"}', 1), ...withheld('{"a":"id-2"}', 2)],
    ...withheld(`{"a":"id-3${'x'.repeat(2_500)}"}`, 3),
    ...withheld('{"a":"id-4 bad"}', 4),
    ...withheld(request, 5, { stage: 'ingest', reason: 'malformed_otlp', format: 'binary' }),
    ...withheld('sealed', 6, { stage: 'sink', reason: 'frame_undecodable', format: 'binary' }),
    ...withheld('x'.repeat(6_000), 7, { stage: 'ingest', reason: 'too_large', format: 'canonical' }),
  ]);
}

const through = ['id-1', 'id-2', 'id-3', 'id-5'];

async function proveEnd(t: Test, store: ObjectStore, what: string): Promise<void> {
  t.strictSame(await idsIn(store), through, `${what}: each record is there once`);
  const left = (await keysOf(store, 'quarantine/')).map((key) => /stage=(.+)\/service/.exec(key)?.[1]);
  t.strictSame(
    left.sort(),
    [
      ...Array<string>(6).fill('ingest/reason=too_large'),
      'ingest/reason=unsupported_value',
      ...['redactor/reason=scan_budget', 'redactor/reason=too_deep', 'sink/reason=frame_undecodable'],
    ],
    `${what}: what fails again is still withheld, and what is withheld of a request is new`,
  );
}

t.test('replays what can be, keeps what fails again, and says so', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  await fill(store);
  const before = await keysOf(store, '');
  const dry = optionsFor(store, { isDryRun: true });
  await replayStore(dry);
  t.strictSame(await keysOf(store, ''), before, 'a dry run writes nothing');
  t.match(dry.report.lines(true).join('\n'), /would be replayed/);

  const options = optionsFor(store);
  await replayStore(options);
  await proveEnd(t, store, 'one run');
  t.ok(options.report.hasFailures);
  const said = options.report.lines(false).join('\n');
  for (const line of [
    /replayed +│ too_deep +│ +│ +3/,
    /replayed +│ malformed_otlp +│ +│ +1/,
    /withheld again │ too_deep +│ scan_budget │ +1/,
    /withheld again │ too_large +│ too_large +│ +1/,
    /left: sealed +│ frame_undecodable/,
    /frame_undecodable are sealed bytes/,
  ]) {
    t.match(said, line);
  }
  await replayStore(optionsFor(store));
  await proveEnd(t, store, 'a second run');
});

t.test('killed at any write or removal, the next run ends as if nothing had happened', async (t) => {
  for (let at = 1; ; at += 1) {
    const store = createFolderStore({ path: t.testdir({}) });
    await fill(store);
    const dying = dieAt(store, at);
    const isKilled = await replayStore(optionsFor(dying)).then(
      () => false,
      () => true,
    );
    await replayStore(optionsFor(store));
    await proveManifests(t, store);
    await proveEnd(t, store, `killed at step ${at}`);
    if (!isKilled) {
      t.ok(at > 10, `${at - 1} steps`);
      break;
    }
  }
});

t.test('of two replays only the later one goes on', async (t) => {
  const link = { key: 'manifests/a', sha256: 'ab'.repeat(32) };
  const store = createFolderStore({ path: t.testdir() });
  const first = await ReplayJournal.open(store, sealer);
  await first.begin(['quarantine/a'], ['logs/a', 'quarantine/b'], link);
  await store.put('logs/a', Buffer.from('a'));
  const second = await ReplayJournal.open(store, sealer);
  t.strictSame(await keysOf(store, 'logs/'), [], 'what the first had written is taken back');
  t.ok(second.nextBatch > 1, 'its names are not used again');
  await store.put('logs/a', Buffer.from('late'));
  await t.rejects(first.finish(), { code: 'SJ_STORE_CONFLICT', message: /Another replay/ });
  t.strictSame(await keysOf(store, 'logs/'), [], 'a late write is taken back by who made it');
  await t.rejects(first.begin([], [], link), { code: 'SJ_STORE_CONFLICT' });
  await second.begin([], [], link);
  await second.finish();
});

t.test('a journal that cannot be understood stops everything', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  await store.put('_scrubjay/replay', Buffer.from('{}'));
  await t.rejects(ReplayJournal.open(store, sealer), { code: 'SJ_STATE_DAMAGED' });
});

t.test('what is incomplete, foreign or altered is left and told', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  const parts = nameQuarantineObjects(withheld('x'.repeat(2_500), 1));
  for (const { key, frame } of parts.slice(1)) await store.put(key, await codec.seal('quarantine', frame));
  const [other] = nameQuarantineObjects(withheld('y', 2));
  await store.put(other?.key ?? '', Buffer.from('garbage'));
  await store.put('quarantine/notes.txt', Buffer.from('mine'));
  const options = optionsFor(store);
  await replayStore(options);
  t.equal(options.report.count('left: incomplete'), 1);
  t.equal(options.report.count('left: unreadable'), 2);
  t.equal((await keysOf(store, 'quarantine/')).length, parts.length + 1);
});
