import { createServer, type AddressInfo } from 'node:net';
import { createCircuit } from '@scrubjay/circuit';
import t from 'tap';
import { createKmsVault, type KmsVaultOptions } from '../src/index.js';

const raw = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const plain = Buffer.from('x');

/** Port 9 of this machine: nobody listens there. */
const nobody: NonNullable<KmsVaultOptions['client']> = {
  ...{ region: 'us-east-1', endpoint: 'http://127.0.0.1:9', maxAttempts: 1 },
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

t.test('a purpose without key is a mistake of ours', async (t) => {
  const vault = createKmsVault({ client: nobody, keys: { raw } });
  await t.rejects(vault.seal('scrubbed', plain, {}), { code: 'SJ_INTERNAL', message: /No scrubbed key/ });
  await t.rejects(vault.pseudonymKey('2026'), { code: 'SJ_INTERNAL', message: /No pseudonym key/ });
  vault.close();
  vault.close();
});

t.test('a KMS that does not answer is unavailable, and counted', async (t) => {
  const requests: string[] = [];
  const onRequest = (op: string, outcome: string): number => requests.push(`${op} ${outcome}`);
  const vault = createKmsVault({
    client: nobody,
    keys: { raw, scrubbed: 'alias/s', pseudonym: raw },
    onRequest,
  });
  const unavailable = { code: 'SJ_VAULT_UNAVAILABLE', retryable: true };
  await t.rejects(vault.seal('raw', plain, {}), { ...unavailable, message: `the raw key ${raw}` });
  await t.rejects(vault.check(['pseudonym']), unavailable);
  await t.rejects(vault.check(['scrubbed']), { ...unavailable, message: 'the scrubbed key alias/s' });
  t.same(requests, ['GenerateDataKey error', 'GenerateMac error', 'DescribeKey error']);
});

t.test('a KMS that keeps failing is left alone, and what comes then is unavailable as well', async (t) => {
  const requests: string[] = [];
  const vault = createKmsVault({
    ...{ client: nobody, keys: { raw }, circuit: createCircuit({ failures: 2 }) },
    onRequest: (op) => requests.push(op),
  });
  for (let index = 0; index < 2; index += 1)
    await t.rejects(vault.seal('raw', plain, {}), { code: 'SJ_VAULT_UNAVAILABLE', message: /ECONNREFUSED/ });
  const alone = { code: 'SJ_VAULT_UNAVAILABLE', retryable: true, message: /CircuitOpen/ };
  await t.rejects(vault.seal('raw', plain, {}), alone);
  await t.rejects(vault.open('raw', plain, {}), { code: 'SJ_VAULT_OPEN_FAILED' }, 'KMS is not asked for it');
  t.same(requests, ['GenerateDataKey', 'GenerateDataKey']);
});

t.test('missing credentials are said to be missing', async (t) => {
  const credentials = async (): Promise<never> => {
    throw Object.assign(new Error('Could not load credentials from any providers'), {
      name: 'CredentialsProviderError',
    });
  };
  const vault = createKmsVault({ client: { ...nobody, credentials }, keys: { raw } });
  await t.rejects(vault.seal('raw', plain, {}), {
    ...{ code: 'SJ_VAULT_UNAVAILABLE', retryable: false },
    ...{ message: /no valid AWS credentials/, fix: /credentials/ },
  });
});

t.test('what is no message of ours is refused without asking KMS', async (t) => {
  const requests: string[] = [];
  const vault = createKmsVault({ client: nobody, keys: { raw }, onRequest: (op) => requests.push(op) });
  await t.rejects(vault.open('raw', Buffer.from('plain text'), {}), { code: 'SJ_VAULT_OPEN_FAILED' });
  t.same(requests, []);
});

t.test('a key id that cannot be one is refused', async (t) => {
  const vault = createKmsVault({ client: nobody, keys: { raw: 'arn:aws:kms::1:key/' } });
  await t.rejects(vault.check(['raw']), { code: /^SJ_/ });
});

t.test('an empty default configuration asks for nothing at first', async (t) => {
  t.doesNotThrow(() => {
    createKmsVault({ keys: {} }).close();
  });
});

t.test('a KMS that accepts and never answers is unavailable', async (t) => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  t.teardown(() => silent.close());
  const { port } = silent.address() as AddressInfo;
  const client = { ...nobody, endpoint: `http://127.0.0.1:${String(port)}` };
  const vault = createKmsVault({ client, keys: { raw } });
  t.teardown(() => {
    vault.close();
  });
  await t.rejects(vault.seal('raw', plain, {}), { code: 'SJ_VAULT_UNAVAILABLE', retryable: true });
});
