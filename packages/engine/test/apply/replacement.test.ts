import { createHmac } from 'node:crypto';
import t from 'tap';
import { hideAllButLast, pseudonymOf, toBase32 } from '../../src/apply/replacement.js';
import { contextOf } from '../support.js';

t.test('writes base32 as RFC 4648 does', async (t) => {
  t.equal(toBase32(Buffer.from('fooba')), 'mzxw6ytb');
  t.equal(toBase32(Buffer.alloc(10, 0xff)), '7777777777777777');
  t.equal(toBase32(Buffer.alloc(0)), '');
});

t.test('makes a pseudonym of the key, epoch, detector and value', async (t) => {
  const context = contextOf();
  const value = Buffer.from('ann@example.org');
  const mac = createHmac('sha256', context.pseudonymKey).update('e1\0email\0ann@example.org').digest();
  const pseudonym = pseudonymOf('email', 'MAIL', value, context);
  t.equal(pseudonym, `[MAIL:e1:${toBase32(mac.subarray(0, 10))}]`);
  t.match(pseudonym, /^\[MAIL:e1:[a-z2-7]{16}\]$/);
  const others = [
    pseudonymOf('phone', 'MAIL', value, context),
    pseudonymOf('email', 'MAIL', Buffer.from('bob@example.org'), context),
    pseudonymOf('email', 'MAIL', value, { ...context, epoch: 'e2' }),
    pseudonymOf('email', 'MAIL', value, { ...context, pseudonymKey: Buffer.alloc(32, 8) }),
  ].map((text) => text.split(':')[2]);
  t.equal(new Set([...others, pseudonym.split(':')[2]]).size, 5);
});

t.test('hides letters and digits of any script and keeps what separates them', async (t) => {
  t.equal(hideAllButLast('4111-1111 1111.1234', 4), '****-**** ****.1234');
  t.equal(hideAllButLast('Jürgen Müller', 4), '****** **ller');
  t.equal(hideAllButLast('張三李四王五', 3), '***四王五');
  t.equal(hideAllButLast('𝒜𝒷12', 2), '**12');
  t.equal(hideAllButLast('e\u0301a12', 2), '***12', 'an accent of its own is hidden with its letter');
  t.equal(hideAllButLast('ab😀cd', 2), '**😀cd');
});

t.test('does not leave half of a short value readable', async (t) => {
  t.equal(hideAllButLast('1234567', 4), undefined);
  t.equal(hideAllButLast('12345678', 4), '****5678');
  t.equal(hideAllButLast('--', 1), undefined);
  t.equal(hideAllButLast('', 4), undefined);
});
