import { createHmac } from 'node:crypto';
import t from 'tap';
import { derivePseudonymKey, pseudonymInfo } from '../src/pseudonym.js';

t.test('the derivation is HKDF-SHA-256 of RFC 5869, so that it stays what it is', async (t) => {
  const key = Buffer.alloc(32, 7);
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(key).digest();
  const expanded = createHmac('sha256', extracted)
    .update('scrubjay/pseudonym/v1/2026')
    .update(Buffer.from([1]))
    .digest();
  t.same(await derivePseudonymKey(key, '2026'), expanded);
  t.equal(pseudonymInfo('2026').toString(), 'scrubjay/pseudonym/v1/2026');
});
