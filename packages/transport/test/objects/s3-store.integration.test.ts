import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateBucketCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createCircuit, type CircuitState } from '@scrubjay/circuit';
import { createBucket, createKmsKeys, testAwsAccess, uniqueName, useAws } from '@scrubjay/testkit';
import t, { type Test } from 'tap';
import { createS3Store, type S3StoreOptions } from '../../src/objects/s3-store.js';
import type { ObjectStore } from '../../src/objects/store.js';
import { startCuttingProxy } from '../kafka/fixtures/cutting-proxy.js';
import { testObjectStore } from '../conformance/object-store.js';

const aws = await useAws(t);
if (aws !== undefined) {
  const { endpoint } = aws;
  const bucket = uniqueName('objects');
  await createBucket(endpoint, bucket);
  const base: S3StoreOptions = { bucket, endpoint, forcePathStyle: true, ...testAwsAccess };

  t.test('keeps what every store keeps', (t) => {
    testObjectStore(t, () => createS3Store(base));
    t.end();
  });

  t.test('keeps it below a prefix too, and stays within it', async (t) => {
    const below = createS3Store({ ...base, prefix: 'team/' });
    await below.put('x', Buffer.from('one'));
    const keys: string[] = [];
    for await (const { key } of below.list('')) keys.push(key);
    t.same(keys, ['x']);
    t.equal((await createS3Store(base).get('team/x'))?.body.toString(), 'one');
    t.equal(below.describe(), `s3://${bucket}/team/`);
  });

  t.test('asks S3 to encrypt under a KMS key as well', async (t) => {
    const { sse = '' } = await createKmsKeys(endpoint, ['sse']);
    const store = createS3Store({ ...base, serverSideEncryption: { kmsKeyId: sse } });
    await store.put('sse/x', Buffer.from('one'));
    const client = new S3Client({ endpoint, forcePathStyle: true, ...testAwsAccess });
    t.teardown(() => client.destroy());
    const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'sse/x' }));
    t.match(head, { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: sse });
    t.equal((await store.get('sse/x'))?.body.toString(), 'one');
  });

  t.test('is left alone while it does not answer, and asked again by one call', async (t) => {
    const proxy = await startCuttingProxy();
    t.teardown(() => proxy.close());
    const states: CircuitState[] = [];
    const circuit = createCircuit({ failures: 2, pauseMs: 100, onState: (state) => states.push(state) });
    const store = createS3Store({ ...base, endpoint: `http://${proxy.address}`, circuit });
    t.teardown(() => store.close());
    const unreachable = { code: 'SJ_STORE_UNREACHABLE', retryable: true };
    proxy.forwardTo(1);
    await t.rejects(store.put('back', Buffer.from('1')), unreachable);
    await t.rejects(store.get('back'), unreachable);
    await t.rejects(store.get('back'), { ...unreachable, message: /CircuitOpen/ });
    proxy.forwardTo(Number(new URL(endpoint).port));
    let isStored = false;
    while (!isStored) {
      isStored = await store.put('back', Buffer.from('1')).then(
        () => true,
        () => false,
      );
      await sleep(20);
    }
    t.strictSame([states[0], states.at(-1)], ['open', 'closed']);
    t.equal((await store.get('back'))?.body.toString(), '1');
  });

  t.test('of a bucket with versions, the old ones of one object go and no others', async (t) => {
    const versioned = uniqueName('versions');
    await createBucket(endpoint, versioned);
    const client = new S3Client({ endpoint, forcePathStyle: true, ...testAwsAccess });
    t.teardown(() => client.destroy());
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket: versioned, VersioningConfiguration }));
    const count = async (Prefix: string): Promise<readonly [versions: number, markers: number]> => {
      const page = await client.send(new ListObjectVersionsCommand({ Bucket: versioned, Prefix }));
      return [page.Versions?.length ?? 0, page.DeleteMarkers?.length ?? 0];
    };
    const store = createS3Store({ ...base, bucket: versioned });
    for (const text of ['one', 'two', 'three']) {
      await store.put('v/x', Buffer.from(text));
      await store.put('v/x.other', Buffer.from(text));
    }
    await store.delete('v/x');
    await store.put('v/x', Buffer.from('four'));
    t.same(await store.deleteOldVersions('v/x'), { removed: 4, kept: 0 }, 'three versions and a marker');
    t.equal((await store.get('v/x'))?.body.toString(), 'four');
    t.same(await count('v/x.other'), [3, 0]);

    await store.delete('v/x');
    t.same(await store.deleteOldVersions('v/x'), { removed: 2, kept: 0 }, 'what was deleted goes whole');
    t.same(await count('v/'), [3, 0]);
    t.equal(await store.get('v/x'), undefined);
  });

  t.test('an old version under a lock is kept and counted, the others go', async (t) => {
    const locked = uniqueName('locked');
    const client = new S3Client({ endpoint, forcePathStyle: true, ...testAwsAccess });
    t.teardown(() => client.destroy());
    await client.send(new CreateBucketCommand({ Bucket: locked, ObjectLockEnabledForBucket: true }));
    const store = createS3Store({ ...base, bucket: locked });
    await store.put('v/x', Buffer.from('one'));
    const RetainUntilDate = new Date(Date.now() + 3_600_000);
    const Retention = { Mode: 'COMPLIANCE', RetainUntilDate } as const;
    await client.send(new PutObjectRetentionCommand({ Bucket: locked, Key: 'v/x', Retention }));
    await store.put('v/x', Buffer.from('two'));
    await store.put('v/x', Buffer.from('three'));
    t.same(await store.deleteOldVersions('v/x'), { removed: 1, kept: 1 });
    t.equal((await store.get('v/x'))?.body.toString(), 'three');
  });

  t.test('many versions are more than one page', async (t) => {
    const many = uniqueName('many');
    await createBucket(endpoint, many);
    const client = new S3Client({ endpoint, forcePathStyle: true, ...testAwsAccess });
    t.teardown(() => client.destroy());
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket: many, VersioningConfiguration }));
    const store = createS3Store({ ...base, bucket: many });
    for (let at = 0; at < 1_010; at += 1) await store.put('v/x', Buffer.from(String(at)));
    await store.put('v/y', Buffer.from('y'));
    t.same(await store.deleteOldVersions('v/x'), { removed: 1_009, kept: 0 });
    t.equal((await store.get('v/x'))?.body.toString(), '1009');
  });

  t.test('a bucket that is not there is named, for each operation', async (t) => {
    const store = createS3Store({ ...base, bucket: 'no-such-bucket-here' });
    const denied = { code: 'SJ_STORE_DENIED', message: /s3:\/\/no-such-bucket-here\// };
    await t.rejects(store.check(), denied);
    await t.rejects(store.get('x'), denied);
    await t.rejects(store.list('')[Symbol.asyncIterator]().next(), denied);
    await t.rejects(store.deleteOldVersions('x'), denied);
  });
}

t.test('an address where nobody listens is unreachable, to be tried again', async (t) => {
  const store = createS3Store({
    bucket: 'b',
    endpoint: 'http://127.0.0.1:1',
    forcePathStyle: true,
    ...testAwsAccess,
  });
  await t.rejects(store.check(), { code: 'SJ_STORE_UNREACHABLE', retryable: true, message: /s3:\/\/b\// });
  await store.close();
});

/** Something that speaks HTTP and is no S3. */
async function serve(t: Test, status: number, body: string): Promise<ObjectStore> {
  const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createS3Store({ bucket: 'b', endpoint, forcePathStyle: true, ...testAwsAccess });
}

t.test('a service that keeps failing is unreachable, to be tried again', async (t) => {
  const store = await serve(t, 503, '');
  await t.rejects(store.put('x', Buffer.from('one')), { code: 'SJ_STORE_UNREACHABLE', retryable: true });
});

t.test('an incomplete answer is not taken for an empty one', async (t) => {
  const store = await serve(t, 200, '<ListBucketResult><Contents><Key>x</Key></Contents></ListBucketResult>');
  const incomplete = { code: 'SJ_INTERNAL', message: 's3://b/ gave an incomplete answer.' };
  await t.rejects(store.put('x', Buffer.from('one')), incomplete);
  await t.rejects(store.get('x'), incomplete);
  await t.rejects(store.list('')[Symbol.asyncIterator]().next(), incomplete);
  const empty = await serve(t, 200, '<ListBucketResult></ListBucketResult>');
  t.same(await empty.list('')[Symbol.asyncIterator]().next(), { done: true, value: undefined });
});

t.test('needs no more than a bucket and a region', async (t) => {
  const store = createS3Store({ bucket: 'b', region: 'eu-central-1' });
  t.equal(store.describe(), 's3://b/');
  await store.close();
});
