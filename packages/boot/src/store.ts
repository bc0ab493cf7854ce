import { createFolderStore, createS3Store, type ObjectStore } from '@scrubjay/transport';
import type { StoreConfig } from './config/store.js';

/** The object store that the configuration names. */
export function createStore(config: StoreConfig): ObjectStore {
  if (config.kind === 'folder') return createFolderStore({ path: config.path });
  const { bucket, region, prefix, endpoint, forcePathStyle, sseKmsKeyId } = config;
  return createS3Store({
    bucket,
    region,
    prefix,
    forcePathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(sseKmsKeyId === undefined ? {} : { serverSideEncryption: { kmsKeyId: sseKmsKeyId } }),
  });
}
