import type { Circuit } from '@scrubjay/circuit';
import { createFolderStore, createS3Store, type ObjectStore } from '@scrubjay/transport';
import type { StoreConfig } from './config/store.js';

/** The object store that the configuration names; a circuit stands before S3. */
export function createStore(config: StoreConfig, circuit?: Circuit): ObjectStore {
  if (config.kind === 'folder') return createFolderStore({ path: config.path });
  const { bucket, region, prefix, endpoint, forcePathStyle, sseKmsKeyId, allowUnprotected } = config;
  return createS3Store({
    bucket,
    region,
    prefix,
    forcePathStyle,
    allowUnprotected,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(circuit === undefined ? {} : { circuit }),
    ...(sseKmsKeyId === undefined ? {} : { serverSideEncryption: { kmsKeyId: sseKmsKeyId } }),
  });
}
