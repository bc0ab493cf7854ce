import { gzipSync } from 'node:zlib';
import t from 'tap';
import { ScrubjayError } from '@scrubjay/errors';
import type { Frame } from '@scrubjay/frame';
import type { Delivery } from '@scrubjay/pipeline';
import { createFolderStore, type ObjectStore } from '@scrubjay/transport';
import { journalKey } from '../src/grouping.js';
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

interface Owner {
  readonly target: ReturnType<typeof createObjectTarget>;
  readonly written: string[];
  readonly quarantined: Frame[];
}

function owner(store: ObjectStore): Owner {
  const written: string[] = [];
  const quarantined: Frame[] = [];
  const target = createObjectTarget({
    store,
    journal: { seal, open },
    seal,
    quarantine: async (frames) => void quarantined.push(...frames),
    onObject: ({ key }) => void written.push(key),
    onQuarantined: () => undefined,
  });
  return { target, written, quarantined };
}

async function keys(store: ObjectStore): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list('logs/')) found.push(key);
  return found;
}

/** The same store with another PUT. */
function withPut(store: ObjectStore, put: ObjectStore['put']): ObjectStore {
  return {
    put,
    get: (key) => store.get(key),
    delete: (key) => store.delete(key),
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
