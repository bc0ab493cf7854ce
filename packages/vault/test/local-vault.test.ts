import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from '@aws-crypto/client-node';
import { isScrubjayError } from '@scrubjay/errors';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { createLocalVault, purposes } from '../src/index.js';

const plain = Buffer.from('user jane@example.org logged in');
const context = { environment: 'test', stream: 'raw', partition: '0' };

t.test('opens what it sealed, in this process and in the next', async (t) => {
  const dir = t.testdir();
  const sealed = await (await createLocalVault({ dir, purposes: ['raw'] })).seal('raw', plain, context);
  t.notOk(sealed.includes('jane'));
  const next = await createLocalVault({ dir, purposes: ['raw'] });
  t.same(await next.open('raw', sealed, context), plain);
  t.same(await next.open('raw', sealed, {}), plain);
});

t.test('messages of any size open again', async (t) => {
  const vault = await createLocalVault({ dir: t.testdir(), purposes: ['raw'] });
  for (const size of [0, 1, 1024 * 1024, 1024 * 1024 + 1, 3_000_000]) {
    const large = Buffer.alloc(size, 97);
    t.ok(large.equals(await vault.open('raw', await vault.seal('raw', large, context), context)));
  }
});

t.test('a message does not open in another context', async (t) => {
  const vault = await createLocalVault({ dir: t.testdir(), purposes: ['raw'] });
  const sealed = await vault.seal('raw', plain, context);
  for (const other of [{ environment: 'production' }, { ...context, partition: '1' }, { more: 'x' }]) {
    await t.rejects(vault.open('raw', sealed, other), { code: 'SJ_VAULT_OPEN_FAILED' });
  }
});

t.test('a message does not open for another purpose', async (t) => {
  const vault = await createLocalVault({ dir: t.testdir(), purposes: ['raw', 'scrubbed', 'quarantine'] });
  const sealed = await vault.seal('raw', plain, context);
  await t.rejects(vault.open('scrubbed', sealed, context), { code: 'SJ_VAULT_OPEN_FAILED' });
  await t.rejects(vault.open('quarantine', sealed, context), { code: 'SJ_VAULT_OPEN_FAILED' });
});

t.test('an error says nothing of what was sealed', async (t) => {
  const vault = await createLocalVault({ dir: t.testdir(), purposes: ['raw'] });
  const sealed = await vault.seal('raw', plain, context);
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
  const error: unknown = await vault.open('raw', sealed, context).catch((caught: unknown) => caught);
  t.ok(isScrubjayError(error) && error.code === 'SJ_VAULT_OPEN_FAILED');
  t.notMatch(String(error), /jane/);
});

t.test('what is no message of ours is refused', async (t) => {
  const vault = await createLocalVault({ dir: t.testdir(), purposes: ['raw'] });
  for (const bytes of [Buffer.alloc(0), Buffer.from('plain text'), Buffer.alloc(1000, 2)]) {
    await t.rejects(vault.open('raw', bytes, {}), { code: 'SJ_VAULT_OPEN_FAILED' });
  }
});

t.test(
  'any client of the Encryption SDK opens our messages; those it makes in another way do not open here',
  async (t) => {
    const dir = t.testdir();
    const vault = await createLocalVault({ dir, purposes: ['raw'] });
    const file = JSON.parse(await readFile(join(dir, 'raw.key'), 'utf8')) as { key: string };
    const keyring = new RawAesKeyringNode({
      ...{ keyName: 'raw', keyNamespace: 'scrubjay' },
      unencryptedMasterKey: new Uint8Array(Buffer.from(file.key, 'base64')),
      wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
    });
    const client = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
    const { plaintext, messageHeader } = await client.decrypt(
      keyring,
      await vault.seal('raw', plain, context),
    );
    t.same(plaintext, plain);
    t.match(messageHeader.encryptionContext, { ...context, 'scrubjay-key': 'raw' });
    t.equal(messageHeader.suiteId, AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY);

    const unbound = await client.encrypt(keyring, plain, {
      suiteId: AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY,
      encryptionContext: context,
    });
    await t.rejects(vault.open('raw', unbound.result, context), { code: 'SJ_VAULT_OPEN_FAILED' });
    const signed = await client.encrypt(keyring, plain, {
      encryptionContext: { ...context, 'scrubjay-key': 'raw' },
    });
    await t.rejects(vault.open('raw', signed.result, context), { code: 'SJ_VAULT_OPEN_FAILED' });
  },
);

t.test('reserved names cannot be bound by callers', async (t) => {
  const vault = await createLocalVault({ dir: t.testdir(), purposes: ['raw'] });
  for (const name of ['scrubjay-key', 'aws-crypto-public-key']) {
    await t.rejects(vault.seal('raw', plain, { [name]: 'x' }), { code: 'SJ_INTERNAL' });
  }
});

t.test('a data key is used again, within its bounds', async (t) => {
  const dir = t.testdir();
  const dataKeyOf = (sealed: Buffer): string =>
    sealed.subarray(0, 300).toString('latin1').split('scrubjay').at(-1) ?? '';
  const vault = await createLocalVault({ dir, purposes: ['raw'], cache: { maxMessages: 2 } });
  const dataKeys = new Set<string>();
  for (let count = 0; count < 4; count++) {
    const sealed = await vault.seal('raw', plain, context);
    const at = sealed.indexOf('scrubjay', sealed.indexOf('scrubjay-key') + 12);
    dataKeys.add(sealed.subarray(at, at + 80).toString('hex'));
    t.ok(dataKeyOf(sealed).length > 0);
  }
  t.equal(dataKeys.size, 2);
});

t.test('pseudonym keys are stable per epoch and differ between epochs', async (t) => {
  const dir = t.testdir();
  const vault = await createLocalVault({ dir, purposes: ['pseudonym'] });
  const key = await vault.pseudonymKey('2026-01');
  t.equal(key.length, 32);
  t.notSame(await vault.pseudonymKey('2026-02'), key);
  const copy = Buffer.from(key);
  key.fill(0);
  t.same(await vault.pseudonymKey('2026-01'), copy);
  vault.close();
  t.same(await vault.pseudonymKey('2026-01'), copy);
  const next = await createLocalVault({ dir, purposes: ['pseudonym'] });
  t.same(await next.pseudonymKey('2026-01'), copy);
});

t.test('only the keys asked for are loaded', async (t) => {
  const dir = t.testdir();
  const vault = await createLocalVault({ dir, purposes: ['scrubbed'] });
  await t.rejects(vault.seal('raw', plain, context), { code: 'SJ_INTERNAL', message: /raw/ });
  await t.rejects(vault.open('raw', plain, context), { code: 'SJ_INTERNAL' });
  await t.rejects(vault.pseudonymKey('2026'), { code: 'SJ_INTERNAL' });
  await t.rejects(readFile(join(dir, 'raw.key')), { code: 'ENOENT' });
  vault.close();
});

t.test('a reader makes no key', async (t) => {
  const opened = createLocalVault({ dir: t.testdir(), purposes: ['scrubbed'], create: false });
  await t.rejects(opened, { code: 'SJ_VAULT_KEY_FILE', message: /scrubbed\.key does not exist/ });
});

t.test('check uses every key', async (t) => {
  const dir = t.testdir();
  const vault = await createLocalVault({ dir, purposes });
  await t.resolves(vault.check(purposes));
  await t.resolves(vault.check(['raw'], { sealOnly: true }));
  const less = await createLocalVault({ dir, purposes: ['raw'] });
  await t.rejects(less.check(['raw', 'pseudonym']), { message: /pseudonym/ });
});

t.test('a key file that was renamed does not pass for another', async (t) => {
  const dir = t.testdir();
  await createLocalVault({ dir, purposes: ['raw'] });
  await rename(join(dir, 'raw.key'), join(dir, 'scrubbed.key'));
  await t.rejects(createLocalVault({ dir, purposes: ['scrubbed'] }), {
    code: 'SJ_VAULT_KEY_FILE',
    message: /not the key for scrubbed/,
  });
});
