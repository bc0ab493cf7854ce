import t from 'tap';
import { Ownership } from '../../src/kafka/ownership.js';

function create(): Ownership {
  return new Ownership({ stream: 'logs', partition: 3 });
}

t.test('waits as long as the work', async (t) => {
  const ownership = create();
  await ownership.until(Promise.resolve());
  t.ok(ownership.isLive);
  await t.rejects(ownership.until(Promise.reject(new Error('work failed'))), /work failed/);
});

t.test('waits no longer once the partition is lost', async (t) => {
  const ownership = create();
  const waiting = ownership.until(new Promise(() => undefined));
  ownership.lose('revoked');
  await waiting;
  t.equal(ownership.state, 'revoked');
  await ownership.until(new Promise(() => undefined));
});

t.test('keeps the reason for which it was lost first', async (t) => {
  const ownership = create();
  ownership.lose('rewound');
  ownership.lose('revoked');
  t.equal(ownership.state, 'rewound');
});
