import t, { type Test } from 'tap';
import { amendmentPrefix } from '../../src/rescrub/amendment.js';
import { verifyStore, type Verification } from '../../src/verify/verify-store.js';
import { dieAt, keysOf } from '../store-helpers.js';
import { keyOf, line, bodiesAt, optionsFor, rescrub, sealer, useStore, type World } from './support.js';

const flushes = [
  [line('a secret', 0), line({ n: 1 }, 1)],
  [line('plain', 2)],
  [line({ a: 'bad' }, 3), line('gone', 4), line({ b: 'secret' }, 5)],
];
const keys = flushes.map((_, index) => keyOf(index));

async function verify({ store, signer }: World): Promise<Verification> {
  return verifyStore({ store, sealer, publicKey: await signer.publicKey(), opens: true });
}

async function proveEnd(t: Test, world: World, what: string): Promise<void> {
  t.strictSame(await bodiesAt(world, keyOf(0)), ['a [X]', { n: 1 }], what);
  t.strictSame(await bodiesAt(world, keyOf(1)), ['plain'], what);
  t.strictSame(await bodiesAt(world, keyOf(2)), [{ b: '[X]' }], what);
  t.equal((await keysOf(world.store, 'quarantine/')).length, 1, `${what}: withheld once`);
  const { problems, rescrubs } = await verify(world);
  t.strictSame(problems, [], what);
  t.strictSame(rescrubs.unfinished, [], what);
}

t.test('replaces what changes, leaves the rest byte for byte, and says what it did', async (t) => {
  const world = await useStore(t, flushes);
  const untouched = await world.store.get(keyOf(1));
  const before = await keysOf(world.store, '');
  const dry = await rescrub(world, keys, { isDryRun: true });
  t.strictSame(await keysOf(world.store, ''), before, 'a dry run writes nothing');
  t.match(dry.lines(true).join('\n'), /3 objects looked at, 2 would change, 1 as they should be/);

  const report = await rescrub(world, keys);
  await proveEnd(t, world, 'one run');
  t.strictSame(await world.store.get(keyOf(1)), untouched);
  t.match(report, { seen: 3, replaced: 2, unchanged: 1, records: 6, changedRecords: 2, discarded: 1 });
  const said = JSON.parse(report.toJson({ run: 'r', ruleset: 'f', dryRun: false })) as unknown;
  t.match(said, {
    objects: { seen: 3, changed: 2, unchanged: 1 },
    withheld: { scan_budget: 1 },
    findings: [{ detector: 'secret', action: 'mask', count: 2 }],
    troubles: [],
  });
  const amendments = await keysOf(world.store, amendmentPrefix);
  const again = await rescrub(world, keys);
  t.match(again, { replaced: 0, unchanged: 3 });
  t.strictSame(await keysOf(world.store, amendmentPrefix), amendments, 'nothing to say of a second run');
});

t.test(
  'killed at any write or removal, it verifies, and the next run ends as if nothing had happened',
  async (t) => {
    for (let at = 1; ; at += 1) {
      const world = await useStore(t, flushes);
      const store = dieAt(world.store, at);
      const isKilled = await rescrub({ ...world, store }, keys).then(
        () => false,
        () => true,
      );
      t.strictSame((await verify(world)).problems, [], `killed at step ${String(at)}`);
      await rescrub(world, keys);
      await proveEnd(t, world, `killed at step ${String(at)}`);
      if (!isKilled) {
        t.ok(at > 8, `${String(at - 1)} steps`);
        break;
      }
    }
  },
);

t.test('an unfinished run is told, and settled by the next one of whatever range', async (t) => {
  const world = await useStore(t, flushes);
  // Claim, settled journal, announcement, intent; then it is gone.
  await t.rejects(rescrub({ ...world, store: dieAt(world.store, 4) }, keys));
  t.strictSame((await verify(world)).rescrubs.unfinished, [keyOf(0), keyOf(2)]);
  await rescrub(world, []);
  await proveEnd(t, world, 'settled');
});

t.test('what was rolled back, removed or altered after a rescrub shows by name', async (t) => {
  const world = await useStore(t, flushes);
  const old = await world.store.get(keyOf(0));
  await rescrub(world, keys);
  const kinds = async (): Promise<string[]> => (await verify(world)).problems.map(({ kind }) => kind);
  const replaced = await world.store.get(keyOf(0));
  await world.store.put(keyOf(0), old?.body ?? Buffer.alloc(0));
  t.strictSame(await kinds(), ['object_rolled_back']);
  const refused = await rescrub(world, keys);
  t.match(refused.troubles, [{ trouble: 'altered', key: keyOf(0) }], 'and is not signed anew');
  await world.store.put(keyOf(0), replaced?.body ?? Buffer.alloc(0));
  t.strictSame(await kinds(), []);
  for (const key of await keysOf(world.store, amendmentPrefix)) {
    const found = await world.store.get(key);
    const body = found?.body ?? Buffer.alloc(0);
    await world.store.delete(key);
    const { problems, rescrubs } = await verify(world);
    t.ok(problems.length > 0 || rescrubs.goneBefore === key, `${key} is gone`);
    await world.store.put(keyOf(0), old?.body ?? Buffer.alloc(0));
    t.match((await kinds()).join(), /object_rolled_back|object_altered|manifest_missing|chain_broken/);
    await world.store.put(keyOf(0), replaced?.body ?? Buffer.alloc(0));
    await world.store.put(key, Buffer.from(body.toString().replace('scrub', 'crubs')));
    t.match((await kinds()).join(), /manifest_unsigned|manifest_altered/, `${key} is altered`);
    await t.rejects(rescrub(world, keys), { message: /amendment/ }, 'and nothing goes on over it');
    await world.store.put(key, body);
  }
  t.strictSame(await kinds(), []);
});

t.test('what a sink may still write again is left, and told', async (t) => {
  const world = await useStore(t, flushes);
  const early = await rescrub(world, keys, { committed: new Map([['s-0', 2n]]) });
  t.strictSame(early.troubles, [{ trouble: 'unsettled', key: keyOf(2) }]);
  const unknown = await useStore(t, flushes);
  const { troubles } = await rescrub(unknown, keys, { committed: new Map() });
  t.strictSame(
    troubles.map(({ key }) => key),
    [keyOf(1), keyOf(2)],
    'where no position is known, what the journal names',
  );
  const tomorrow = (): number => Date.now() + 90_000_000;
  t.strictSame((await rescrub(unknown, keys, { committed: new Map(), now: tomorrow })).troubles, []);
  await proveEnd(t, unknown, 'a day later');
});

t.test('old versions that the store keeps are told, and tried again', async (t) => {
  const world = await useStore(t, flushes);
  const locked = { ...dieAt(world.store, 1_000), deleteOldVersions: async () => ({ removed: 0, kept: 1 }) };
  const report = await rescrub({ ...world, store: locked }, keys);
  t.strictSame(
    report.troubles.map(({ trouble }) => trouble),
    ['versions_kept', 'versions_kept'],
  );
  t.match(report.lines(false).join('\n'), /s3:DeleteObjectVersion/);
  t.strictSame((await verify(world)).rescrubs.versionsKept, [keyOf(0), keyOf(2)]);
  const freed = { ...locked, deleteOldVersions: async () => ({ removed: 1, kept: 0 }) };
  t.equal((await rescrub({ ...world, store: freed }, keys)).versionsRemoved, 2);
  t.strictSame((await verify(world)).rescrubs.versionsKept, []);
});

t.test('an object that somebody else changed meanwhile is left, and told', async (t) => {
  const world = await useStore(t, flushes);
  const options = await optionsFor(world);
  const racing = {
    ...dieAt(world.store, 1_000),
    async put(...[key, body, condition]: Parameters<typeof world.store.put>) {
      if (key === keyOf(0)) await world.store.put(key, Buffer.from('another'));
      return world.store.put(key, body, condition);
    },
  };
  const report = await rescrub({ ...world, store: racing }, keys, { publicKey: options.publicKey });
  t.strictSame(report.troubles, [{ trouble: 'conflict', key: keyOf(0) }]);
});
