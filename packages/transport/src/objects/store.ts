/** One entry of a listing. */
export interface ListedObject {
  readonly key: string;
  /** Bytes as stored. */
  readonly size: number;
  readonly lastModified: Date;
}

export interface StoredObject {
  readonly body: Buffer;
  /** Opaque; changes with every write of the object. */
  readonly etag: string;
}

/** At most one condition. A PUT whose condition does not hold rejects with SJ_STORE_CONFLICT and changes nothing. */
export interface PutOptions {
  /** Only where nothing has this key yet. */
  readonly ifNoneMatch?: boolean;
  /** Only where the object there has this etag. */
  readonly ifMatch?: string;
}

/** What became of the old versions of an object. */
export interface OldVersions {
  /** Versions and delete markers that were removed. */
  readonly removed: number;
  /** Those that the store refuses to remove: under a lock, or not allowed. */
  readonly kept: number;
}

/**
 * Where the sink writes objects. Keys are relative paths of visible ASCII, at most 1,024 bytes, with no empty part, `.`,
 * `..` or backslash; any other is SJ_INTERNAL. Rejections carry
 * SJ_STORE_UNREACHABLE (retryable), SJ_STORE_DENIED, SJ_STORE_CONFLICT or, for folders, SJ_STATE_UNWRITABLE.
 */
export interface ObjectStore {
  /** Resolves once the object is durable and visible; before that a reader sees the old one or none, never a part. */
  put(key: string, body: Buffer, options?: PutOptions): Promise<{ readonly etag: string }>;
  get(key: string): Promise<StoredObject | undefined>;
  /** Removes the object; one that is not there is no error. */
  delete(key: string): Promise<void>;
  /**
   * Removes what a store that keeps versions still has of the object beside its current version: older versions and
   * delete markers; all of them where it was deleted. A store without versions has none.
   */
  deleteOldVersions(key: string): Promise<OldVersions>;
  /** All objects whose key begins with `prefix`, in the order of their keys (UTF-8 bytes). */
  list(prefix: string): AsyncIterable<ListedObject>;
  /** Writes, reads, lists and removes a probe object: for the start of a service and for `doctor`. */
  check(): Promise<void>;
  /** `s3://bucket/prefix` or the folder's path, for people. */
  describe(): string;
  close(): Promise<void>;
}
