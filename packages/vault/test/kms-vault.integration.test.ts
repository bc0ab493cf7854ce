import { CreateAliasCommand, KMSClient } from '@aws-sdk/client-kms';
import { createHmacKeys, createKmsKeys, testAwsAccess, uniqueName, useAws } from '@scrubjay/testkit';
import t, { type Test } from 'tap';
import { createKmsVault, type KmsVaultOptions, type Vault } from '../src/index.js';

const plain = Buffer.from('user jane@example.org logged in');
const context = { environment: 'test', stream: 'raw', partition: '0' };

const aws = await useAws(t);
if (aws !== undefined) {
  const { endpoint } = aws;
  const access = { endpoint, ...testAwsAccess, maxAttempts: 1 };
  const sealKeys = await createKmsKeys(endpoint, ['raw', 'scrubbed', 'quarantine']);
  const keys = { ...sealKeys, ...(await createHmacKeys(endpoint, ['pseudonym'])) };
  const kms = new KMSClient(access);
  t.teardown(() => {
    kms.destroy();
  });

  const open = (t: Test, options: Partial<KmsVaultOptions> = {}): { vault: Vault; requests: string[] } => {
    const requests: string[] = [];
    const onRequest = (op: string, outcome: string): number => requests.push(`${op} ${outcome}`);
    const vault = createKmsVault({ client: access, keys, onRequest, ...options });
    t.teardown(() => {
      vault.close();
    });
    return { vault, requests };
  };

  t.test('opens what another process sealed, and asks KMS once for many messages', async (t) => {
    const writer = open(t);
    const sealed: Buffer[] = [];
    for (let count = 0; count < 20; count++) sealed.push(await writer.vault.seal('raw', plain, context));
    t.same(writer.requests, ['GenerateDataKey ok']);
    const reader = open(t);
    for (const message of sealed) t.same(await reader.vault.open('raw', message, context), plain);
    t.same(reader.requests, ['Decrypt ok']);
  });

  t.test('an alias stands for its key, in sealing and in opening', async (t) => {
    const AliasName = `alias/${uniqueName('raw')}`;
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: keys['raw'] ?? '' }));
    const { vault, requests } = open(t, { keys: { raw: AliasName } });
    const sealed = await vault.seal('raw', plain, context);
    t.same(await vault.open('raw', sealed, context), plain);
    t.same(await open(t).vault.open('raw', sealed, context), plain);
    t.same(requests, ['DescribeKey ok', 'GenerateDataKey ok', 'Decrypt ok']);
  });

  t.test(
    'a message of one purpose does not open for another, whether their keys differ or not',
    async (t) => {
      const { vault, requests } = open(t);
      const sealed = await vault.seal('raw', plain, context);
      await t.rejects(vault.open('scrubbed', sealed, context), { code: 'SJ_VAULT_OPEN_FAILED' });
      t.same(requests, ['GenerateDataKey ok'], 'no foreign key is ever asked to decrypt');
      const one = keys['raw'] ?? '';
      const { vault: careless } = open(t, { keys: { raw: one, scrubbed: one } });
      await t.rejects(careless.open('scrubbed', sealed, context), { code: 'SJ_VAULT_OPEN_FAILED' });
    },
  );

  t.test('an altered message is not opened', async (t) => {
    const { vault } = open(t);
    const sealed = await vault.seal('raw', plain, context);
    const keyAt = sealed.indexOf(keys['raw'] ?? '') + (keys['raw'] ?? '').length + 40;
    for (const at of [keyAt, sealed.length - 20]) {
      const altered = Buffer.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      await t.rejects(open(t).vault.open('raw', altered, context), { code: 'SJ_VAULT_OPEN_FAILED' });
    }
  });

  t.test('pseudonym keys come from GenerateMac: the same for everyone, one call per epoch', async (t) => {
    const { vault, requests } = open(t);
    const [key, again] = await Promise.all([vault.pseudonymKey('2026-01'), vault.pseudonymKey('2026-01')]);
    t.equal(key.length, 32);
    t.same(again, key);
    t.same(requests, ['GenerateMac ok']);
    t.same(await open(t).vault.pseudonymKey('2026-01'), key);
    t.notSame(await vault.pseudonymKey('2026-02'), key);
  });

  t.test('check makes a real round trip for each purpose every time', async (t) => {
    const { vault, requests } = open(t);
    await vault.check(['raw', 'pseudonym']);
    await vault.check(['scrubbed'], { sealOnly: true });
    await vault.check(['raw']);
    t.same(requests, [
      ...['GenerateDataKey ok', 'Decrypt ok', 'GenerateMac ok', 'GenerateDataKey ok'],
      ...['GenerateDataKey ok', 'Decrypt ok'],
    ]);
  });

  t.test('a key that does not exist is denied by name', async (t) => {
    const missing = (keys['raw'] ?? '').replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000');
    const { vault, requests } = open(t, { keys: { raw: missing } });
    const denied = { code: 'SJ_VAULT_KEY_DENIED', message: `the raw key ${missing}` };
    await t.rejects(vault.check(['raw']), denied);
    t.same(requests, ['GenerateDataKey denied']);
    const alias = open(t, { keys: { scrubbed: 'alias/nowhere' } });
    const both = [alias.vault.seal('scrubbed', plain, context), alias.vault.seal('scrubbed', plain, context)];
    for (const sealing of both) {
      await t.rejects(sealing, { code: 'SJ_VAULT_KEY_DENIED', message: 'the scrubbed key alias/nowhere' });
    }
  });

  t.test('a key of the wrong kind is denied', async (t) => {
    const { vault } = open(t, { keys: { pseudonym: keys['raw'] ?? '' } });
    await t.rejects(vault.check(['pseudonym']), {
      code: 'SJ_VAULT_KEY_DENIED',
      message: 'the pseudonym key',
    });
  });
}
