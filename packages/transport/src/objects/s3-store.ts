import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  paginateListObjectsV2,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { guardClient, type Circuit } from '@scrubjay/circuit';
import { ScrubjayError, isScrubjayError } from '@scrubjay/errors';
import { checkKey } from './keys.js';
import { probe } from './probe.js';
import { checkBucket } from './s3-bucket.js';
import { askForEncryption, proveEncryption, type ServerSideEncryption } from './s3-encryption.js';
import { conflictAt, isMissingObject, toStoreError } from './s3-errors.js';
import { oldVersionsOf } from './s3-versions.js';
import type { ListedObject, ObjectStore, OldVersions, PutOptions, StoredObject } from './store.js';

export interface S3StoreOptions {
  readonly bucket: string;
  readonly region: string;
  /** Put before every key. */
  readonly prefix?: string;
  /** Other address of the S3 API. */
  readonly endpoint?: string;
  readonly forcePathStyle?: boolean;
  /** Ask S3 to encrypt under this KMS key too; each PUT is held to it. */
  readonly serverSideEncryption?: ServerSideEncryption;
  /** Whether the bucket's own protection is left unchecked: stores that only speak S3's API may know no such settings. */
  readonly allowUnprotected?: boolean;
  /** Credentials for tests; the SDK's default chain finds them otherwise. */
  readonly credentials?: NonNullable<S3ClientConfig['credentials']>;
  /** Before all that is asked of S3. */
  readonly circuit?: Circuit;
}

const connectionTimeoutMs = 5_000;
const requestTimeoutMs = 60_000;
/** A PUT that is not done by then never will be: a process that was stopped for long must not send it again. */
const putTimeoutMs = 120_000;
/** The runner retries for as long as it takes: the SDK only bridges a hiccup. */
const sdkAttempts = 3;

/** A store on S3 or anything that speaks its API. Every PUT carries a checksum that the service verifies. */
export function createS3Store(options: S3StoreOptions): ObjectStore {
  return new S3Store(options);
}

class S3Store implements ObjectStore {
  readonly #options: S3StoreOptions;
  readonly #prefix: string;
  readonly #client: S3Client;

  constructor(options: S3StoreOptions) {
    this.#options = options;
    this.#prefix = options.prefix ?? '';
    this.#client = new S3Client({
      region: options.region,
      maxAttempts: sdkAttempts,
      requestHandler: {
        connectionTimeout: connectionTimeoutMs,
        requestTimeout: requestTimeoutMs,
        // Without it the SDK only warns and goes on waiting.
        throwOnRequestTimeout: true,
      },
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      ...(options.forcePathStyle === undefined ? {} : { forcePathStyle: options.forcePathStyle }),
      ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    });
    if (options.circuit !== undefined) guardClient(this.#client, options.circuit);
  }

  async put(key: string, body: Buffer, { ifNoneMatch, ifMatch }: PutOptions = {}): Promise<{ etag: string }> {
    const { serverSideEncryption: sse } = this.#options;
    const command = new PutObjectCommand({
      ...this.#place(key),
      Body: body,
      ContentType: 'application/octet-stream',
      ChecksumAlgorithm: 'CRC32',
      ...(ifNoneMatch === true ? { IfNoneMatch: '*' } : {}),
      ...(ifMatch === undefined ? {} : { IfMatch: ifMatch }),
      ...askForEncryption(sse),
    });
    const answer = await this.#guard(key, async () => {
      try {
        return await this.#client.send(command, { abortSignal: AbortSignal.timeout(putTimeoutMs) });
      } catch (error) {
        if (ifMatch !== undefined && isMissingObject(error)) throw conflictAt(this.describe(), key, error);
        throw error;
      }
    });
    proveEncryption(sse, answer, this.describe() + key);
    return { etag: this.#given(answer.ETag) };
  }

  async get(key: string): Promise<StoredObject | undefined> {
    return this.#guard(key, async () => {
      try {
        const { Body, ETag } = await this.#client.send(new GetObjectCommand(this.#place(key)));
        const bytes = await this.#given(Body).transformToByteArray();
        return { body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), etag: this.#given(ETag) };
      } catch (error) {
        if (isMissingObject(error)) return undefined;
        throw error;
      }
    });
  }

  async delete(key: string): Promise<void> {
    await this.#guard(key, () => this.#client.send(new DeleteObjectCommand(this.#place(key))));
  }

  async deleteOldVersions(key: string): Promise<OldVersions> {
    const place = this.#place(key);
    const versions = await this.#guard(key, () => oldVersionsOf(this.#client, place));
    let removed = 0;
    for (const VersionId of versions) {
      try {
        await this.#guard(key, () => this.#client.send(new DeleteObjectCommand({ ...place, VersionId })));
        removed += 1;
      } catch (error) {
        // One under a lock must not keep the others.
        if (!isScrubjayError(error) || error.code !== 'SJ_STORE_DENIED') throw error;
      }
    }
    return { removed, kept: versions.length - removed };
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    const { bucket } = this.#options;
    const pages = paginateListObjectsV2(
      { client: this.#client },
      { Bucket: bucket, Prefix: this.#prefix + prefix },
    );
    const iterator = pages[Symbol.asyncIterator]();
    for (;;) {
      const { done, value: page } = await this.#guard(prefix, () => iterator.next());
      if (done === true) return;
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        const key = this.#given(Key).slice(this.#prefix.length);
        yield { key, size: this.#given(Size), lastModified: this.#given(LastModified) };
      }
    }
  }

  async check(): Promise<void> {
    const { bucket, allowUnprotected = false } = this.#options;
    if (!allowUnprotected) await this.#guard('', () => checkBucket(this.#client, bucket));
    await probe(this);
  }

  describe(): string {
    return `s3://${this.#options.bucket}/${this.#prefix}`;
  }

  async close(): Promise<void> {
    this.#client.destroy();
  }

  #place(key: string): { readonly Bucket: string; readonly Key: string } {
    checkKey(key);
    return { Bucket: this.#options.bucket, Key: this.#prefix + key };
  }

  /** A field that the API promises; an answer without it is not taken for an empty one. */
  #given<T>(value: T | undefined): T {
    if (value !== undefined) return value;
    throw new ScrubjayError('SJ_INTERNAL', `${this.describe()} gave an incomplete answer.`);
  }

  async #guard<T>(key: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const { endpoint } = this.#options;
      const at = endpoint === undefined ? '' : ` at ${new URL(endpoint).host}`;
      throw toStoreError(error, this.describe() + at, key);
    }
  }
}
