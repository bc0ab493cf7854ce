export { createFolderStore } from './folder-store.js';
export { kmsKeyName } from './s3-encryption.js';
export { createS3Store, type S3StoreOptions } from './s3-store.js';
export type { ListedObject, ObjectStore, OldVersions, PutOptions, StoredObject } from './store.js';
