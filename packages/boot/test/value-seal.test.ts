import { createLocalVault } from '@scrubjay/vault';
import t from 'tap';
import { createValueSealer, openSealedValue } from '../src/value-seal.js';

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
