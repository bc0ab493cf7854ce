import { createLocalVault } from '@scrubjay/vault';
import t from 'tap';
import { createSealer, createSealingKey, createValueSealer, openSealedValue } from '../src/value-seal.js';

t.test('what is sealed under the quarantine key is opened with it, by any process', async (t) => {
  const dir = t.testdir({});
  const sealing = await createLocalVault({ dir, purposes: ['quarantine'] });
  const seal = await createValueSealer(sealing);
  const values = ['bob@example.org', '', 'é'.repeat(1000)].map((text) => Buffer.from(text));
  const sealed = values.map((value) => seal(value, 'email'));
  const opening = await createLocalVault({ dir, purposes: ['quarantine'], create: false });
  for (const [index, value] of values.entries())
    t.strictSame(await openSealedValue(opening, sealed[index] as Buffer), { detector: 'email', value });
  t.notOk(sealed.some((bytes) => bytes.includes('bob@')));
  const again = seal(values[0] as Buffer, 'email');
  t.notOk(again.equals(sealed[0] as Buffer), 'the same value is never sealed to the same bytes');
});

t.test('a damaged value, or one sealed under another key, is not opened', async (t) => {
  const vault = await createLocalVault({ dir: t.testdir({ a: {} }), purposes: ['quarantine'] });
  const sealed = (await createValueSealer(vault))(Buffer.from('bob@example.org'), 'email');
  const code = 'SJ_VAULT_OPEN_FAILED';
  for (let at = 0; at < sealed.length; at += 1) {
    const damaged = Buffer.from(sealed);
    damaged[at] = (damaged[at] as number) ^ 1;
    await t.rejects(openSealedValue(vault, damaged), { code }, `byte ${String(at)}`);
  }
  for (const length of [0, 2, 3, 50, sealed.length - 1])
    await t.rejects(openSealedValue(vault, sealed.subarray(0, length)), { code }, `${String(length)} bytes`);
});

t.test('an error of the key service is handed on', async (t) => {
  const vault = await createLocalVault({ dir: t.testdir({ b: {} }), purposes: ['quarantine'] });
  const sealed = (await createValueSealer(vault))(Buffer.from('x'), 'email');
  const other = await createLocalVault({ dir: t.testdir({ c: {} }), purposes: [] });
  await t.rejects(openSealedValue(other, sealed), { code: 'SJ_INTERNAL' });
});

t.test('two that seal under one data key never use a nonce twice', async (t) => {
  const vault = await createLocalVault({ dir: t.testdir({ d: {} }), purposes: ['quarantine'] });
  const sealing = await createSealingKey(vault);
  const value = Buffer.from('bob@example.org');
  const sealed = [1, 2].flatMap((user) => {
    const seal = createSealer(sealing, user);
    return [seal(value, 'email'), seal(value, 'email')];
  });
  const nonceAt = 3 + sealing.sealedKey.length + 1 + 'email'.length;
  const nonces = sealed.map((bytes) => bytes.toString('hex', nonceAt, nonceAt + 12));
  t.strictSame(
    nonces,
    ['01', '02'].flatMap((user) => [
      `0000000000${user}${'00'.repeat(6)}`,
      `0000000000${user}${'00'.repeat(5)}01`,
    ]),
  );
  for (const bytes of sealed) t.strictSame(await openSealedValue(vault, bytes), { detector: 'email', value });
});
