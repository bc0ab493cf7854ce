export { registerCompressionCodecs } from './codecs/index.js';
export {
  createKafka,
  type KafkaClients,
  type KafkaConnection,
  type KafkaSasl,
  type KafkaTls,
} from './connection.js';
export { toKafkaError } from './errors.js';
export type { KafkaLogEntry, KafkaLogSink } from './log.js';
export { outputPartition } from './routing.js';
export { createKafkaSource, type KafkaSourceOptions } from './source.js';
export {
  createTransactionalTarget,
  type OutgoingMessage,
  type TransactionalTargetOptions,
} from './target.js';
export { checkKafka, ensureTopics, type TopicSpec } from './topics.js';
