export { startAws } from './aws.js';
export { startKafka } from './kafka.js';
export { startKafkaCluster } from './kafka-cluster.js';
export type { ClusterOptions, KafkaCluster, KafkaNode } from './kafka-cluster.js';
export { startRegistry } from './registry.js';
export { isUnavailable } from './find.js';
export { requireServer } from './require-server.js';
export type { TestLike } from './require-server.js';
export { serverEnvironment } from './environment.js';
export type {
  AwsServer,
  KafkaOptions,
  KafkaServer,
  Origin,
  RegistryServer,
  SaslAccess,
  TlsAccess,
  Unavailable,
} from './types.js';
