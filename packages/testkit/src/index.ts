export { createBucket, createHmacKeys, createKmsKeys, createSigningKey, testAwsAccess } from './aws.js';
export { useAws, useKafka, useKafkaCluster, useRegistry } from './servers.js';
export { PlantedSearch } from './planted-search.js';
export type { FixtureTest } from './servers.js';
export { uniqueName } from './unique-name.js';
export type { AwsServer, KafkaOptions, KafkaServer, RegistryServer } from '@scrubjay/servers';
export { Metrics, ServiceProcess, scrubjay, type Finished } from './service-process.js';
