import { DecryptCommand, GenerateDataKeyCommand, GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import t from 'tap';
import {
  createBucket,
  createHmacKeys,
  createKmsKeys,
  testAwsAccess,
  uniqueName,
  useAws,
  useKafka,
  type FixtureTest,
} from '../src/index.js';

t.test('a key opens only what was sealed under it, in the same context', async (t) => {
  const aws = await useAws(t);
  if (aws === undefined) return;
  const kms = new KMSClient({ endpoint: aws.endpoint, ...testAwsAccess });
  const keys = await createKmsKeys(aws.endpoint, ['raw', 'scrubbed']);
  const EncryptionContext = { purpose: 'raw' };
  const dataKey = await kms.send(
    new GenerateDataKeyCommand({ KeyId: keys['raw'], NumberOfBytes: 32, EncryptionContext }),
  );
  const open = async (KeyId: string | undefined, purpose: string): Promise<Uint8Array | undefined> => {
    const { CiphertextBlob } = dataKey;
    return (await kms.send(new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext: { purpose } })))
      .Plaintext;
  };
  t.strictSame(await open(keys['raw'], 'raw'), dataKey.Plaintext);
  await t.rejects(open(keys['scrubbed'], 'raw'));
  await t.rejects(open(keys['raw'], 'scrubbed'));

  const { pseudonyms } = await createHmacKeys(aws.endpoint, ['pseudonyms']);
  const request = {
    KeyId: pseudonyms,
    Message: Buffer.from('message'),
    MacAlgorithm: 'HMAC_SHA_256',
  } as const;
  t.equal((await kms.send(new GenerateMacCommand(request))).Mac?.length, 32);
});

t.test('a conditional PUT keeps what is there', async (t) => {
  const aws = await useAws(t);
  if (aws === undefined) return;
  const Bucket = uniqueName('bucket');
  await createBucket(aws.endpoint, Bucket);
  const s3 = new S3Client({ endpoint: aws.endpoint, forcePathStyle: true, ...testAwsAccess });
  const put = async (Body: string, condition: { IfNoneMatch?: string; IfMatch?: string }): Promise<string> =>
    (await s3.send(new PutObjectCommand({ Bucket, Key: 'key', Body, ...condition }))).ETag ?? '';
  const first = await put('first', { IfNoneMatch: '*' });
  await t.rejects(put('zombie', { IfNoneMatch: '*' }), { name: 'PreconditionFailed' });
  await put('second', { IfMatch: first });
  await t.rejects(put('zombie', { IfMatch: first }), { name: 'PreconditionFailed' });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: 'key' }));
  t.equal(await Body?.transformToString(), 'second');
});

t.test('a fixture ends its server with the test', async (t) => {
  const actions: (() => Promise<void>)[] = [];
  const test: FixtureTest = {
    plan: (count, comment) => {
      t.plan(count, comment);
    },
    fail: (message) => t.fail(message),
    teardown: (action) => actions.push(action),
  };
  const kafka = await useKafka(test);
  if (kafka === undefined) return;
  t.ok(kafka.brokers.length > 0);
  t.equal(actions.length, 1);
  for (const action of actions) await action();
});

t.test('without a server the test is skipped, and fails with CI', async (t) => {
  const original = { ...process.env };
  const calls: string[] = [];
  const test: FixtureTest = {
    plan: () => calls.push('skipped'),
    fail: () => calls.push('failed'),
    teardown: () => calls.push('teardown'),
  };
  for (const CI of ['', 'true']) {
    t.intercept(process, 'env', { value: { ...original, CI, SCRUBJAY_TEST_AWS: 'http://127.0.0.1:1' } });
    t.equal(await useAws(test), undefined);
  }
  t.strictSame(calls, ['skipped', 'failed']);
});
