import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { ScrubjayError } from '@scrubjay/errors';
import type { Frame } from '@scrubjay/frame';
import type { Delivery } from '@scrubjay/pipeline';
import { createFolderStore, type ObjectStore } from '@scrubjay/transport';
import { createLocalSigner } from '@scrubjay/vault';
import { openManifestFile } from '../src/attestation.js';
import { incidentKey, type Incident } from '../src/audit/incident.js';
import { journalKey, manifestKey } from '../src/grouping.js';
import { readEntry } from '../src/journal-entry.js';
import { createManifestWriter } from '../src/manifest-writer.js';
import { sha256Of, type Manifest } from '../src/manifest.js';
import { createObjectTarget, type SinkOutput } from '../src/target.js';

const partition = { stream: 's', partition: 0 };
/** Stands for the vault: the bytes tell that they went through it. */
const seal = async (plain: Buffer): Promise<Buffer> => Buffer.concat([Buffer.from('sealed '), plain]);
const open = async (sealed: Buffer): Promise<Buffer> => sealed.subarray(7);

function object(key: string, text = key): SinkOutput {
  const group = { service: 'a', dt: '2026-01-01', hr: '00' };
  return { kind: 'object', key, group, body: gzipSync(text), records: 1, plainBytes: 1, custody: [] };
}

const delivery = (first: bigint, next: bigint, ...outputs: SinkOutput[]): Delivery<SinkOutput> => ({
  partition,
  first,
  next,
  outputs,
});

const signer = await createLocalSigner({ dir: t.testdir({ keys: {} }) + '/keys' });
const voidBody = Buffer.from('void');
let nowMs = Date.parse('2026-01-01T00:00:00Z');

interface Owner {
  readonly target: ReturnType<typeof createObjectTarget>;
  readonly written: string[];
  readonly quarantined: Frame[];
  readonly incidents: Incident[];
}

function owner(store: ObjectStore): Owner {
  const written: string[] = [];
  const quarantined: Frame[] = [];
  const incidents: Incident[] = [];
  const target = createObjectTarget({
    store,
    journal: { seal, open },
    seal,
    sealHeld: async (plain) => Buffer.concat([Buffer.from('held '), plain]),
    environment: 'test',
    onIncident: async (incident) => void incidents.push(incident),
    sealVoid: async () => voidBody,
    manifests: createManifestWriter({
      ...{ environment: 'test', signer, seal, sealedUnder: 'key', now: () => nowMs },
    }),
    now: () => nowMs,
    quarantine: async (frames) => void quarantined.push(...frames),
    onObject: ({ key }) => void written.push(key),
    onQuarantined: () => undefined,
  });
  return { target, written, quarantined, incidents };
}

/** Keys that hold records: void ones hold none. */
async function keys(store: ObjectStore): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list('logs/')) {
    if ((await store.get(key))?.body.equals(voidBody) !== true) found.push(key);
  }
  return found;
}

/** The manifest of a flush, and the digest that others name it by. */
async function manifestAt(
  store: ObjectStore,
  first: bigint,
): Promise<{ manifest: Manifest; sha256: string }> {
  const key = manifestKey({ ...partition, first });
  const sealed = (await store.get(key))?.body ?? Buffer.alloc(0);
  return openManifestFile(await signer.publicKey(), key, await open(sealed));
}

/** The same store with another PUT. */
function withPut(store: ObjectStore, put: ObjectStore['put']): ObjectStore {
  return {
    put,
    get: (key) => store.get(key),
    delete: (key) => store.delete(key),
    deleteOldVersions: (key) => store.deleteOldVersions(key),
    list: (prefix) => store.list(prefix),
    check: () => store.check(),
    describe: () => store.describe(),
    close: () => store.close(),
  };
}

/** A store whose PUT of one key fails after it was done, or before. */
function failing(store: ObjectStore, key: string, when: 'before' | 'after'): ObjectStore {
  let failed = false;
  return withPut(store, async (...args) => {
    const isIt = args[0] === key && !failed;
    if (isIt) failed = true;
    const lost = new ScrubjayError('SJ_STORE_UNREACHABLE', 'The answer was lost.');
    if (isIt && when === 'before') throw lost;
    const done = await store.put(...args);
    if (isIt) throw lost;
    return done;
  });
}

t.test('writes sealed objects and reports each once it is durable', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  const { target, written } = owner(store);
  const receipt = await target.deliver(delivery(0n, 5n, object('logs/a'), object('logs/b')));
  await receipt.durable;
  t.equal(receipt.positionCommitted, false);
  t.strictSame(await keys(store), ['logs/a', 'logs/b']);
  t.strictSame(written.sort(), ['logs/a', 'logs/b']);
  t.ok((await store.get('logs/a'))?.body.toString('latin1').startsWith('sealed '));
  await target.close();
});

t.test('a flush of which nothing could be opened leaves a manifest that says so', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  const frame = { quarantine: { stage: 'sink', reason: 'frame_undecodable', part: 0, parts: 2 } } as Frame;
  const second = { quarantine: { stage: 'sink', reason: 'frame_undecodable', part: 1, parts: 2 } } as Frame;
  const parts = [frame, second].map((part) => ({ kind: 'quarantine', frame: part }) as const);
  await owner(store).target.deliver(delivery(0n, 5n, ...parts));
  t.match((await manifestAt(store, 0n)).manifest, { withheld: 1, objects: [], rulesets: [] });
});

t.test('an empty delivery touches nothing', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  await (
    await owner(store).target.deliver(delivery(0n, 5n))
  ).durable;
  t.equal(await store.get(journalKey('s', 0)), undefined);
});

t.test('a flush that failed half-way and is tried again leaves each object once', async (t) => {
  const dir = t.testdir({ before: {}, after: {} });
  for (const when of ['before', 'after'] as const) {
    const store = createFolderStore({ path: `${dir}/${when}` });
    const { target } = owner(failing(store, 'logs/b', when));
    const flush = delivery(0n, 5n, object('logs/a'), object('logs/b'));
    await t.rejects(target.deliver(flush), { code: 'SJ_STORE_UNREACHABLE' });
    await target.deliver(flush);
    t.strictSame(await keys(store), ['logs/a', 'logs/b'], when);
  }
});

t.test('a journal write whose answer was lost is recognised as our own', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  const { target } = owner(failing(store, journalKey('s', 0), 'after'));
  const flush = delivery(0n, 5n, object('logs/a'));
  await t.rejects(target.deliver(flush), { code: 'SJ_STORE_UNREACHABLE' });
  await t.rejects(target.deliver(flush), { code: 'SJ_STORE_CONFLICT', retryable: true });
  await target.deliver(flush);
  t.strictSame(await keys(store), ['logs/a']);
});

t.test('a new owner removes what an uncommitted flush left behind, however it cuts the batch', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  await owner(store).target.deliver(delivery(0n, 5n, object('logs/a-0'), object('logs/b-0')));
  await owner(store).target.deliver(delivery(5n, 9n, object('logs/a-5'), object('logs/c-5')));
  await owner(store).target.deliver(delivery(5n, 7n, object('logs/a-5', 'less')));
  t.strictSame(await keys(store), ['logs/a-0', 'logs/a-5', 'logs/b-0']);
});

t.test('a committed flush of a former owner stays', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  await owner(store).target.deliver(delivery(0n, 5n, object('logs/a-0')));
  await owner(store).target.deliver(delivery(5n, 9n, object('logs/a-5')));
  t.strictSame(await keys(store), ['logs/a-0', 'logs/a-5']);
});

t.test('each flush leaves a signed manifest that names its objects and the manifest before it', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  const { target } = owner(store);
  const tally = {
    kind: 'tally',
    sources: [{ stream: 'app', partition: 1, firstOffset: 3, lastOffset: 9, records: 2 }],
    rulesets: [{ fingerprint: 'f', records: 2, findings: [{ detector: 'email', action: 'mask', count: 4 }] }],
  } as const;
  await target.deliver(delivery(0n, 5n, object('logs/a'), tally, object('logs/b')));
  await target.deliver(delivery(5n, 9n, object('logs/c')));
  const [one, two] = [await manifestAt(store, 0n), await manifestAt(store, 5n)];
  t.match(one.manifest, {
    ...{ environment: 'test', stream: 's', partition: 0, first: '0', next: '5', reason: 'flush' },
    ...{ sources: tally.sources, rulesets: tally.rulesets, withheld: 0, sealedUnder: 'key', previous: null },
  });
  for (const { key, bytes, sha256 } of one.manifest.objects) {
    const stored = (await store.get(key))?.body ?? Buffer.alloc(0);
    t.strictSame([bytes, sha256], [stored.length, sha256Of(stored)], key);
  }
  t.strictSame(
    one.manifest.objects.map(({ key }) => key),
    ['logs/a', 'logs/b'],
  );
  t.strictSame(two.manifest.previous, { key: manifestKey({ ...partition, first: 0n }), sha256: one.sha256 });
  await owner(store).target.deliver(delivery(9n, 12n, object('logs/d')));
  t.equal((await manifestAt(store, 9n)).manifest.previous?.sha256, two.sha256, 'across owners too');
});

t.test('a flush that is done again names the same manifest before it', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  await owner(store).target.deliver(delivery(0n, 5n, object('logs/a-0')));
  const before = await manifestAt(store, 0n);
  await owner(store).target.deliver(delivery(5n, 9n, object('logs/a-5')));
  await owner(store).target.deliver(delivery(5n, 7n, object('logs/a-5', 'less')));
  await owner(store).target.deliver(delivery(7n, 9n, object('logs/a-7')));
  const [less, rest] = [await manifestAt(store, 5n), await manifestAt(store, 7n)];
  t.equal(less.manifest.next, '7');
  t.equal(less.manifest.previous?.sha256, before.sha256);
  t.equal(rest.manifest.previous?.sha256, less.sha256);
});

t.test('a void stays where a former owner may still write, and goes when nobody can', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  await owner(store).target.deliver(delivery(0n, 9n, object('logs/a-0'), object('logs/b-0')));
  const successor = owner(store);
  await successor.target.deliver(delivery(0n, 5n, object('logs/a-0', 'right')));
  const late = { ifNoneMatch: true };
  await t.rejects(store.put('logs/b-0', Buffer.from('late'), late), { code: 'SJ_STORE_CONFLICT' });
  nowMs += 3_500_000;
  await successor.target.deliver(delivery(5n, 7n, object('logs/a-5')));
  t.ok(await store.get('logs/b-0'), 'not yet');
  nowMs += 200_000;
  await successor.target.deliver(delivery(7n, 9n, object('logs/a-7')));
  t.equal(await store.get('logs/b-0'), undefined);
  t.strictSame(await keys(store), ['logs/a-0', 'logs/a-5', 'logs/a-7']);
  const { entry } = readEntry(await open((await store.get(journalKey('s', 0)))?.body ?? Buffer.alloc(0)), '');
  t.strictSame(entry.voided, []);
});

t.test('a zombie that wakes between two PUTs, after its successor has tidied up, adds nothing', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  const successor = owner(store);
  const sleeping = withPut(store, async (key, ...rest) => {
    // It sleeps just before this PUT, with a condition that held when it fell asleep.
    if (key === 'logs/z-0') await successor.target.deliver(delivery(0n, 3n, object('logs/a-0', 'right')));
    return store.put(key, ...rest);
  });
  const zombie = owner(sleeping);
  await t.rejects(zombie.target.deliver(delivery(0n, 5n, object('logs/a-0'), object('logs/z-0'))), {
    code: 'SJ_KAFKA_FENCED',
  });
  t.strictSame(await keys(store), ['logs/a-0']);
  t.match((await store.get('logs/a-0'))?.body, await seal(gzipSync('right')));
  t.equal((await manifestAt(store, 0n)).manifest.next, '3');
});

t.test('a zombie that wakes while its successor is tidying up learns it from the journal', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  let [tellVoided, tellTried] = [(): void => undefined, (): void => undefined];
  const voided = new Promise<void>((resolve) => (tellVoided = resolve));
  const tried = new Promise<void>((resolve) => (tellTried = resolve));
  const sleeping = withPut(store, async (key, ...rest) => {
    if (key === 'logs/z-0') await voided;
    return store.put(key, ...rest);
  });
  const flush = owner(sleeping).target.deliver(delivery(0n, 5n, object('logs/a-0'), object('logs/z-0')));
  const outcome = flush.then(
    () => 'written',
    (error: unknown) => (error as ScrubjayError).code,
  );
  void outcome.then(tellTried);
  while ((await store.get('logs/a-0')) === undefined) await nextTurn();
  const tidying = withPut(store, async (key, ...rest) => {
    const done = await store.put(key, ...rest);
    if (key === 'logs/z-0') {
      tellVoided();
      await tried;
    }
    return done;
  });
  await owner(tidying).target.deliver(delivery(0n, 3n, object('logs/a-0', 'right')));
  t.equal(await outcome, 'SJ_KAFKA_FENCED');
  t.strictSame(await keys(store), ['logs/a-0']);
});

t.test(
  'a former owner that replaces its own object meanwhile does not reach the one of its successor',
  async (t) => {
    const store = createFolderStore({ path: t.testdir() });
    const successor = owner(store);
    let tries = 0;
    const slow = withPut(store, async (key, body, condition) => {
      if (key === 'logs/a-0' && (tries += 1) === 1) {
        await store.put(key, body, condition);
        throw new ScrubjayError('SJ_STORE_UNREACHABLE', 'The answer was lost.');
      }
      // Between the proof that the journal is its own and the PUT that replaces.
      if (condition?.ifMatch !== undefined && key === 'logs/a-0')
        await successor.target.deliver(delivery(0n, 3n, object('logs/b-0', 'right')));
      return store.put(key, body, condition);
    });
    const zombie = owner(slow);
    const flush = delivery(0n, 5n, object('logs/a-0'));
    await t.rejects(zombie.target.deliver(flush), { code: 'SJ_STORE_UNREACHABLE' });
    await t.rejects(zombie.target.deliver(flush), { code: 'SJ_STORE_CONFLICT' });
    await t.rejects(zombie.target.deliver(flush), { code: 'SJ_KAFKA_FENCED' });
    t.strictSame(await keys(store), ['logs/b-0']);
  },
);

t.test('a process that was stopped for long asks the journal before it goes on', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  const successor = owner(store);
  const clock = t.capture(performance, 'now', () => asleepMs);
  let asleepMs = 1_000;
  const stopped = withPut(store, async (key, ...rest) => {
    const done = await store.put(key, ...rest);
    if (key === 'logs/d-0') {
      asleepMs += 7_200_000;
      nowMs += 7_200_000;
      await successor.target.deliver(delivery(0n, 3n, object('logs/a-0', 'right')));
      nowMs += 7_200_000;
      // Voids are gone by now: only the journal can tell.
      await successor.target.deliver(delivery(3n, 9n, object('logs/a-3', 'right')));
    }
    return done;
  });
  const names = ['logs/a-0', 'logs/b-0', 'logs/c-0', 'logs/d-0', 'logs/e-0'];
  await t.rejects(owner(stopped).target.deliver(delivery(0n, 9n, ...names.map((name) => object(name)))), {
    code: 'SJ_KAFKA_FENCED',
  });
  t.strictSame(await keys(store), ['logs/a-0', 'logs/a-3']);
  t.ok(clock().length > 0);
});

t.test('a zombie whose partition went to another cannot flush', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  const zombie = owner(store);
  const successor = owner(store);
  await zombie.target.deliver(delivery(0n, 5n, object('logs/a-0')));
  await successor.target.deliver(delivery(5n, 9n, object('logs/a-5', 'right')));
  await t.rejects(zombie.target.deliver(delivery(5n, 12n, object('logs/a-5', 'wrong'), object('logs/z-5'))), {
    code: 'SJ_KAFKA_FENCED',
  });
  t.strictSame(await keys(store), ['logs/a-0', 'logs/a-5']);
  t.match((await store.get('logs/a-5'))?.body, await seal(gzipSync('right')));
});

t.test('an owner that is overtaken between journal and commit learns it', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  const successor = owner(store);
  const racing = withPut(store, async (...args) => {
    const done = await store.put(...args);
    if (args[0] === 'logs/a-0') await successor.target.deliver(delivery(0n, 5n, object('logs/a-0', 'right')));
    return done;
  });
  await t.rejects(owner(racing).target.deliver(delivery(0n, 3n, object('logs/a-0'))), {
    code: 'SJ_KAFKA_FENCED',
  });
  t.match((await store.get('logs/a-0'))?.body, await seal(gzipSync('right')));
});

t.test(
  'forgets a partition when it is revoked or assigned anew, and then asks the journal again',
  async (t) => {
    const store = createFolderStore({ path: t.testdir() });
    const { target } = owner(store);
    await target.deliver(delivery(0n, 5n, object('logs/a-0')));
    await target.onRevoked?.([partition]);
    await owner(store).target.deliver(delivery(5n, 9n, object('logs/a-5')));
    await target.onAssigned?.([partition]);
    await target.deliver(delivery(9n, 12n, object('logs/a-9')));
    t.strictSame(await keys(store), ['logs/a-0', 'logs/a-5', 'logs/a-9']);
  },
);

t.test('a damaged journal stops the partition instead of guessing', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  for (const text of ['no json', '{"version":1}']) {
    await store.put(journalKey('s', 0), await seal(Buffer.from(text)));
    await t.rejects(owner(store).target.deliver(delivery(0n, 5n, object('logs/a'))), {
      code: 'SJ_STATE_DAMAGED',
    });
  }
  t.strictSame(await keys(store), []);
});

t.test('what could not be opened goes to quarantine, with or without objects beside it', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  const { target, quarantined } = owner(store);
  const frame = { quarantine: { stage: 'sink', reason: 'frame_undecodable', part: 0, parts: 1 } } as Frame;
  await target.deliver(delivery(0n, 5n, { kind: 'quarantine', frame }));
  t.strictSame(quarantined, [frame]);
  t.strictSame(await keys(store), []);
});

t.test('what did not pass the second look is withheld under another key, with an incident', async (t) => {
  nowMs = Date.parse('2026-01-01T00:00:00Z');
  const store = createFolderStore({ path: t.testdir() });
  const { target, incidents } = owner(store);
  const detectors = [{ detector: 'email', category: 'pii', count: 2 }];
  const alarm = { kind: 'second_look', service: 'a', count: 1, rulesetFingerprint: 'f', detectors } as const;
  const bad = { ...object('logs/a'), isHeld: true } as SinkOutput;
  const alarms = { kind: 'alarms', alarms: [alarm] } as const;
  await target.deliver(delivery(3n, 5n, bad, object('logs/b'), alarms));
  t.strictSame(await keys(store), ['logs/b']);
  t.ok((await store.get('held/logs/a'))?.body.toString('latin1').startsWith('held '));
  const { manifest } = await manifestAt(store, 3n);
  t.strictSame(
    manifest.objects.map(({ key, held }) => [key, held]),
    [
      ['held/logs/a', true],
      ['logs/b', false],
    ],
  );
  t.match(incidents, [
    {
      ...{ id: 's-0-00000000000000000003', environment: 'test', stream: 's', first: '3', next: '5' },
      ...{ objects: [{ key: 'held/logs/a', records: 1 }], approximateRecords: 1, rulesets: ['f'] },
      ...{ categoriesOfPersonalData: ['pii'], alarms: [alarm], contact: null },
    },
  ]);
  t.strictSame(incidents.map(incidentKey), ['incidents/dt=2026-01-01/s-0-00000000000000000003.json.esdk']);
  const [incident] = incidents;
  t.equal(
    Date.parse(incident?.notifyBefore ?? '') - Date.parse(incident?.detectedAt ?? ''),
    72 * 3_600_000,
    'as GDPR, Article 33 says',
  );
});

t.test('an alarm without objects leaves an incident and a manifest too', async (t) => {
  const store = createFolderStore({ path: t.testdir() });
  const { target, incidents } = owner(store);
  const alarm = { kind: 'canary_missing', service: undefined, count: 1, rulesetFingerprint: 'f' } as const;
  await target.deliver(delivery(3n, 5n, { kind: 'alarms', alarms: [{ ...alarm, detectors: [] }] }));
  t.match(incidents, [{ nature: /never arrived/, objects: [] }]);
  t.strictSame((await manifestAt(store, 3n)).manifest.objects, []);
});
