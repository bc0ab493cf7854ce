import { ScrubjayError } from '@scrubjay/errors';
import { gzipSync } from 'node:zlib';
import { heldKey } from '@scrubjay/sink';
import t, { type Test } from 'tap';
import { ReleaseReport } from '../../src/release/release-report.js';
import { releaseStore, type ReleaseOptions } from '../../src/release/release-store.js';
import { amendmentPrefix } from '../../src/rescrub/amendment.js';
import { verifyStore } from '../../src/verify/verify-store.js';
import {
  keyOf,
  line,
  bodiesAt,
  optionsFor,
  rescrub,
  sealer,
  useStore,
  type World,
} from '../rescrub/support.js';
import { dieAt, keysOf } from '../store-helpers.js';

const flushes = [
  [line('a secret', 0), line({ n: 1 }, 1)],
  [line('plain', 2)],
  [line({ a: 'bad' }, 3), line('gone', 4), line({ b: 'secret' }, 5)],
];
const held = flushes.map((_, index) => heldKey(keyOf(index)));

async function release(
  world: World,
  keys: readonly string[] = held,
  parts: Partial<ReleaseOptions> = {},
): Promise<ReleaseReport> {
  const report = new ReleaseReport();
  await releaseStore(keys, { ...(await optionsFor(world)), report, ...parts });
  return report;
}

async function problemsOf({ store, signer }: World): Promise<unknown> {
  return (await verifyStore({ store, sealer, publicKey: await signer.publicKey(), opens: true })).problems;
}

async function proveEnd(t: Test, world: World, what: string): Promise<void> {
  t.strictSame(await bodiesAt(world, keyOf(0)), ['a [X]', { n: 1 }], what);
  t.strictSame(await bodiesAt(world, keyOf(1)), ['plain'], what);
  t.strictSame(await bodiesAt(world, keyOf(2)), [{ b: '[X]' }], what);
  t.strictSame(await keysOf(world.store, 'held/'), [], `${what}: nothing is withheld any more`);
  t.equal((await keysOf(world.store, 'quarantine/')).length, 1, `${what}: one record went to quarantine`);
  t.strictSame(await problemsOf(world), [], what);
}

t.test('what was withheld goes where readers look, by the rules in force, and says so', async (t) => {
  const world = await useStore(t, flushes, true);
  t.strictSame(await problemsOf(world), []);
  const before = await keysOf(world.store, '');
  const dry = await release(world, held, { isDryRun: true });
  t.strictSame(await keysOf(world.store, ''), before, 'a dry run writes nothing');
  t.match(
    dry.lines(true).join('\n'),
    /3 objects would be released\n4 records, 2 changed .* withheld: scan_budget 1/,
  );

  const report = await release(world);
  await proveEnd(t, world, 'released');
  t.match(report.lines(false).join('\n'), /secret +│ mask +│ +2[^]*3 objects released\n/);
  t.match(JSON.parse(report.toJson({ run: 'r', ruleset: 'f', dryRun: false })), {
    objects: { released: 3, earlier: 0 },
    records: { released: 4, changed: 2, discarded: 1 },
    troubles: [],
  });
  const amendments = await keysOf(world.store, amendmentPrefix);
  const again = await release(world);
  t.match(again, { released: 0, earlier: 3, troubles: [] });
  t.match(again.lines(false).join('\n'), /3 more had been released before/);
  t.strictSame(await keysOf(world.store, amendmentPrefix), amendments, 'nothing to say of a second run');
  t.match(await rescrub(world, [0, 1, 2].map(keyOf)), { seen: 3, unchanged: 3 }, 'rescrub knows them');
});

t.test(
  'killed at any write or removal, it verifies, and the next run ends as if nothing had been',
  async (t) => {
    for (let at = 1; ; at += 1) {
      const world = await useStore(t, flushes, true);
      const isKilled = await release({ ...world, store: dieAt(world.store, at) }).then(
        () => false,
        () => true,
      );
      t.strictSame(await problemsOf(world), [], `killed at step ${String(at)}`);
      // Of whatever incident: what was left open comes first.
      await release(world, []);
      await release(world);
      await proveEnd(t, world, `killed at step ${String(at)}`);
      if (!isKilled) {
        t.ok(at > 12, `${String(at - 1)} steps`);
        break;
      }
    }
  },
);

t.test('what is not as it was withheld stays, and is told', async (t) => {
  const world = await useStore(t, flushes, true);
  const [altered = '', missing = '', settled = ''] = held;
  await world.store.put(altered, await sealer.sealHeld(gzipSync('{"forged":true}\n')));
  await world.store.delete(missing);
  const stranger = heldKey(keyOf(99));
  await world.store.put(stranger, await sealer.sealHeld(gzipSync('{}\n')));
  const report = await release(world, [altered, missing, stranger]);
  t.strictSame(report.troubles, [
    { trouble: 'altered', key: altered },
    { trouble: 'missing', key: missing },
    { trouble: 'no_manifest', key: stranger },
  ]);
  t.strictSame(await keysOf(world.store, 'logs/'), []);
  const early = await release(world, [settled], { committed: new Map([['s-0', 2n]]) });
  t.match(early.troubles, [{ trouble: 'unsettled', key: settled }]);
  t.match(early.lines(false).join('\n'), /LEFT unsettled: held\/logs/);
  await t.rejects(release(world, ['logs/elsewhere']), { code: 'SJ_INTERNAL' });
});

t.test('nothing that others put into its place is written over', async (t) => {
  const world = await useStore(t, [[line('plain', 0)]], true);
  await world.store.put(keyOf(0), Buffer.from('of somebody else'));
  const report = await release(world, [heldKey(keyOf(0))]);
  t.match(report.troubles, [{ trouble: 'conflict', key: keyOf(0) }]);
  t.equal((await world.store.get(keyOf(0)))?.body.toString(), 'of somebody else');
  t.strictSame(await keysOf(world.store, 'held/'), [heldKey(keyOf(0))], 'and it stays withheld');
});

t.test('an answer that gets lost is no conflict; what a store will not remove is told', async (t) => {
  const world = await useStore(t, [[line('a secret', 0)]], true);
  let isLost = false;
  const store: World['store'] = {
    ...world.store,
    get: (key) => world.store.get(key),
    list: (prefix) => world.store.list(prefix),
    deleteOldVersions: (key) => world.store.deleteOldVersions(key),
    delete: () => Promise.reject(new ScrubjayError('SJ_STORE_DENIED', 'no')),
    async put(key, body, options) {
      const done = await world.store.put(key, body, options);
      if (isLost || !key.startsWith('logs/')) return done;
      isLost = true;
      throw new ScrubjayError('SJ_STORE_CONFLICT', 'The answer to the first try was lost.');
    },
  };
  const report = await release({ ...world, store }, [heldKey(keyOf(0))]);
  t.ok(isLost);
  t.match(report, { released: 1, troubles: [{ trouble: 'versions_kept', key: heldKey(keyOf(0)) }] });
  t.strictSame(await bodiesAt(world, keyOf(0)), ['a [X]']);
  const again = await release(world, [heldKey(keyOf(0))]);
  t.match(again, { released: 0, earlier: 1, troubles: [] }, 'allowed to, it is removed');
  t.strictSame(await keysOf(world.store, 'held/'), []);
});
