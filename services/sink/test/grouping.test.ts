import fc from 'fast-check';
import t from 'tap';
import {
  flushName,
  flushOf,
  groupOf,
  heldKey,
  hourMs,
  journalKey,
  manifestKey,
  objectKey,
  readObjectKey,
  releasedKey,
  strayKey,
} from '../src/grouping.js';

const hour = Date.parse('2026-03-01T23:30:00Z') / hourMs;

t.test(
  'an object is keyed by service, UTC date and hour, then by stream, partition and first offset',
  async (t) => {
    const group = groupOf({ service: 'billing' }, Math.floor(hour));
    t.strictSame(group, { service: 'billing', dt: '2026-03-01', hr: '23' });
    t.equal(
      objectKey(group, { stream: 'scrubjay.scrubbed', partition: 4, first: 12n }),
      'logs/service=billing/dt=2026-03-01/hr=23/scrubjay.scrubbed-4-00000000000000000012.ndjson.gz.esdk',
    );
  },
);

t.test('keys sort as offsets do, also beyond 2^53', async (t) => {
  const name = (first: bigint): string => flushName({ stream: 's', partition: 0, first });
  t.ok(name(9n) < name(10n));
  t.ok(name(2n ** 60n) < name(2n ** 60n + 1n));
});

t.test('a stream name cannot leave its place', async (t) => {
  t.equal(journalKey('../a b/c', 1), '_scrubjay/journal/..-a-b-c-1');
});

t.test('a manifest lies beside those of its partition, outside of the logs', async (t) => {
  t.equal(
    manifestKey({ stream: 'a b', partition: 1, first: 2n }),
    'manifests/a-b-1/a-b-1-00000000000000000002.json.esdk',
  );
});

t.test('a key says of which hours its records are', async (t) => {
  const hours = fc.integer({ min: Date.UTC(2000) / hourMs, max: Date.UTC(2100) / hourMs });
  const position = { stream: 's.late-1', partition: 0, first: 1n };
  fc.assert(
    fc.property(hours, hours, hours, (own, a, b) => {
      const group = groupOf({ service: 'billing' }, own);
      const plain = readObjectKey(objectKey(group, position));
      const span = { from: Math.min(a, b), to: Math.max(a, b) };
      const late = readObjectKey(strayKey(group, position, span));
      t.strictSame(plain, { service: 'billing', hours: { from: own, to: own } });
      t.strictSame(late, { service: 'billing', hours: span });
    }),
  );
  t.equal(readObjectKey('logs/service=a/dt=2026-03-01/x.ndjson.gz.esdk'), undefined);
});

t.test("an object's key names the manifest of its flush", async (t) => {
  const position = { stream: 'scrubjay.scrubbed', partition: 4, first: 12n };
  const flush = {
    partition: 'scrubjay.scrubbed-4',
    name: 'scrubjay.scrubbed-4-00000000000000000012',
    manifest: manifestKey(position),
  };
  const group = groupOf({ service: 'billing' }, Math.floor(hour));
  t.strictSame(flushOf(objectKey(group, position)), flush);
  t.strictSame(flushOf(strayKey(group, position, { from: 1, to: 2 })), flush);
  t.equal(flushOf('logs/service=a/dt=2026-03-01/hr=23/notes.txt'), undefined);
});

t.test('an object that was withheld has a key to be released to', async (t) => {
  t.equal(releasedKey(heldKey('logs/a')), 'logs/a');
  t.equal(releasedKey('logs/a'), undefined);
  t.equal(releasedKey('held/other/a'), undefined);
});
