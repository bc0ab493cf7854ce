import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createBucket, createKmsKeys, testAwsAccess, uniqueName, useAws } from '@scrubjay/testkit';
import t, { type Test } from 'tap';
import { createS3Store, type S3StoreOptions } from '../../src/objects/s3-store.js';

const keyHeader = 'x-amz-server-side-encryption-aws-kms-key-id';

/** Stands before the S3 API, and says that each object was encrypted under another key. */
async function startLiar(t: Test, endpoint: string, key: string): Promise<string> {
  const { hostname, port } = new URL(endpoint);
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const asked = request({ hostname, port, method, path: url, headers }, (answer) => {
      const said = { ...answer.headers };
      if (said[keyHeader] !== undefined) said[keyHeader] = key;
      outgoing.writeHead(answer.statusCode ?? 500, said);
      answer.pipe(outgoing);
    });
    incoming.pipe(asked);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.closeAllConnections());
  t.teardown(() => server.close());
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const aws = await useAws(t);
if (aws !== undefined) {
  const { endpoint } = aws;
  const base = { endpoint, forcePathStyle: true, ...testAwsAccess };
  const client = new S3Client(base);
  t.teardown(() => client.destroy());

  t.test('a bucket that may be made public, or does not encrypt, is refused at start', async (t) => {
    const bucket = uniqueName('bare');
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    const options: S3StoreOptions = { ...base, bucket };
    await t.rejects(createS3Store(options).check(), {
      code: 'SJ_STORE_UNPROTECTED',
      message: new RegExp(`${bucket} may be made public .*BlockPublicAcls.*does not encrypt`),
    });
    await t.resolves(createS3Store({ ...options, allowUnprotected: true }).check(), 'unless that is wanted');
  });

  t.test('a bucket is accepted as long as it is protected in all four ways', async (t) => {
    const bucket = uniqueName('kept');
    await createBucket(endpoint, bucket);
    const store = createS3Store({ ...base, bucket });
    await t.resolves(store.check());
    const some = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true };
    const PublicAccessBlockConfiguration = { ...some, RestrictPublicBuckets: false };
    await client.send(new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration }));
    await t.rejects(store.check(), {
      code: 'SJ_STORE_UNPROTECTED',
      message: /\(RestrictPublicBuckets not set\)/,
    });
    await client.send(new DeletePublicAccessBlockCommand({ Bucket: bucket }));
    await t.rejects(store.check(), { code: 'SJ_STORE_UNPROTECTED' });
  });

  t.test('an object that S3 encrypted under another key is a PUT that failed', async (t) => {
    const bucket = uniqueName('keys');
    await createBucket(endpoint, bucket);
    const { right = '', wrong = '' } = await createKmsKeys(endpoint, ['right', 'wrong']);
    const options = { ...base, bucket, serverSideEncryption: { kmsKeyId: right } };
    await t.resolves(createS3Store(options).put('a', Buffer.from('one')));
    const lying = createS3Store({ ...options, endpoint: await startLiar(t, endpoint, wrong) });
    t.teardown(() => lying.close());
    await t.rejects(lying.put('b', Buffer.from('two')), { code: 'SJ_STORE_KEY_MISMATCH', retryable: false });
  });
}
