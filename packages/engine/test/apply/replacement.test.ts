import { createHmac } from 'node:crypto';
import t from 'tap';
import { redactRecord } from '../../src/apply/redact.js';
import { hideAllButLast, pseudonymOf, toBase32 } from '../../src/apply/replacement.js';
import type { RedactContext } from '../../src/types.js';
import { contextOf, fakeRuleset, type FakeDetector } from '../support.js';

t.test('writes base32 as RFC 4648 does', async (t) => {
  t.equal(toBase32(Buffer.from('fooba')), 'mzxw6ytb');
  t.equal(toBase32(Buffer.alloc(10, 0xff)), '7777777777777777');
  t.equal(toBase32(Buffer.alloc(0)), '');
});

t.test('makes a pseudonym of the key, epoch, detector and value', async (t) => {
  const context = contextOf();
  const value = Buffer.from('ann@example.org');
  const mac = createHmac('sha256', context.pseudonymKey).update('e1\0\0email\0ann@example.org').digest();
  const pseudonym = pseudonymOf('email', 'MAIL', value, context);
  t.equal(pseudonym, `[MAIL:e1:${toBase32(mac.subarray(0, 10))}]`);
  t.match(pseudonym, /^\[MAIL:e1:[a-z2-7]{16}\]$/);
  const others = [
    pseudonymOf('phone', 'MAIL', value, context),
    pseudonymOf('email', 'MAIL', Buffer.from('bob@example.org'), context),
    pseudonymOf('email', 'MAIL', value, { ...context, epoch: 'e2' }),
    pseudonymOf('email', 'MAIL', value, { ...context, pseudonymKey: Buffer.alloc(32, 8) }),
    pseudonymOf('email', 'MAIL', value, { ...context, tenant: 'blue' }),
    pseudonymOf('email', 'MAIL', value, { ...context, tenant: 'red' }),
  ].map((text) => text.split(':')[2]);
  t.equal(new Set([...others, pseudonym.split(':')[2]]).size, 7);
  const blue = { ...context, tenant: 'blue' };
  t.equal(pseudonymOf('email', 'MAIL', value, blue), pseudonymOf('email', 'MAIL', value, { ...blue }));
});

t.test('hides letters and digits of any script and keeps what separates them', async (t) => {
  t.equal(hideAllButLast('4111-1111 1111.1234', 4), '****-**** ****.1234');
  t.equal(hideAllButLast('Jürgen Müller', 4), '****** **ller');
  t.equal(hideAllButLast('張三李四王五', 3), '***四王五');
  t.equal(hideAllButLast('𝒜𝒷12', 2), '**12');
  t.equal(hideAllButLast('e\u0301a12', 2), '***12', 'an accent of its own is hidden with its letter');
  t.equal(hideAllButLast('ab😀cd', 2), '**😀cd');
});

t.test('leaves what it has hidden as it is', async (t) => {
  for (const value of ['4111-1111 1111.1234', 'Jürgen Müller', '12345678*9*1', 'e\u0301a12345']) {
    const once = hideAllButLast(value, 4) ?? '';
    t.not(once, value);
    t.equal(hideAllButLast(once, 4), once);
  }
  t.equal(hideAllButLast('***1234', 4), undefined, 'too few stars to be its own work');
  t.equal(hideAllButLast('**84', 4, 2), '**84', 'the work of a detector that leaves less');
  t.equal(hideAllButLast('**84', 4), undefined);
});

t.test('does not leave half of a short value readable', async (t) => {
  t.equal(hideAllButLast('1234567', 4), undefined);
  t.equal(hideAllButLast('12345678', 4), '****5678');
  t.equal(hideAllButLast('--', 1), undefined);
  t.equal(hideAllButLast('', 4), undefined);
});

function redact(
  detector: Partial<FakeDetector>,
  record: string,
  context: Partial<RedactContext> = {},
  maskedNumber: 'null' | 'zero' = 'null',
): string {
  const ruleset = fakeRuleset([{ id: 'a', ...detector }], { maskedNumber });
  const format = record.startsWith('{') ? 'json' : 'text';
  const result = redactRecord(ruleset, Buffer.from(record), format, { ...contextOf(), ...context });
  return result.kind === 'kept' ? result.bytes.toString() : result.kind;
}

t.test('seals with the function it is given, which learns value and detector', async (t) => {
  const seal = (value: Buffer, detectorId: string): Buffer =>
    Buffer.from(`${detectorId}>${value.toString()}`);
  const sealing = { keys: ['k'], pattern: 'x[0-9]', action: 'seal' };
  t.equal(redact(sealing, 'to x1', { seal }), 'to [A:sealed:YT54MQ]');
  t.equal(redact(sealing, '{"k":"\\u00e9"}', { seal }), '{"k":"[A:sealed:YT7DqQ]"}', 'the decoded value');
  t.equal(redact(sealing, '{"k":5}', { seal }), '{"k":null}', 'a number has no room for it');
  t.equal(redact(sealing, 'to x1'), 'to [A]', 'without a key to seal under, it is masked');
});

t.test('generalizes what it can read and masks the rest', async (t) => {
  const year: Partial<FakeDetector> = { keys: ['born'], action: { type: 'generalize', as: 'year' } };
  t.equal(redact(year, '{"born":"1984-03-12"}'), '{"born":"1984"}');
  t.equal(redact(year, '{"born":"last spring"}'), '{"born":"[A]"}');
  t.equal(redact(year, '{"born":1984}'), '{"born":1984}');
  t.equal(redact(year, '{"born":19840312}'), '{"born":1984}');
  t.equal(redact(year, '{"born":447897600}'), '{"born":null}', 'seconds are masked as any number');
  t.equal(redact(year, '{"born":true}', {}, 'zero'), '{"born":false}');
  const position: Partial<FakeDetector> = { keys: ['at'], action: { type: 'generalize', as: 'position' } };
  t.equal(redact(position, '{"at":{"lat":52.520008,"lon":-13.04}}'), '{"at":{"lat":52.5,"lon":-13.0}}');
  t.equal(redact(position, '{"at":5.2e1}', {}, 'zero'), '{"at":0}');
  const network = { pattern: '[0-9.]{7,}', action: { type: 'generalize', as: 'network' } } as const;
  t.equal(redact(network, 'from 203.0.113.77, 1.2.3'), 'from 203.0.113.0/24, 1.2.3');
});

t.test('drops a value from a text without joining what stood around it', async (t) => {
  const dropping = { pattern: 'secret[0-9]', action: 'drop' };
  t.equal(redact(dropping, 'k=secret1&x'), 'k=&x');
  t.equal(redact(dropping, 'secret1'), '');
  t.equal(redact(dropping, 'a secret1.'), 'a .');
  t.equal(redact(dropping, 'secsecret1ret2'), 'sec ret2');
});
