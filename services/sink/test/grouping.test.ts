import t from 'tap';
import { flushName, groupOf, hourMs, journalKey, objectKey } from '../src/grouping.js';

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
