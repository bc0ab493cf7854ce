export type { Codec } from './codecs/bound.js';
export { createCodecs, registerCompressionCodecs } from './codecs/index.js';
export {
  createKafka,
  type KafkaClients,
  type KafkaConnection,
  type KafkaSasl,
  type KafkaTls,
} from './connection.js';
export { toKafkaError } from './errors.js';
export { createFencedWriter, type FencedWriter, type FencedWriterOptions } from './fenced-writer.js';
export { fetchGroupPositions } from './group-positions.js';
export type { KafkaLogEntry, KafkaLogSink } from './log.js';
export { fetchTopicEnds, readToEnd, type ReadToEndOptions, type TopicEnd } from './read-to-end.js';
export { decodeRecordBatch } from './record-batch.js';
export type { OutgoingMessage, PlacedMessage } from './outgoing.js';
export { outputPartition } from './routing.js';
export { createKafkaSource, type KafkaSourceOptions } from './source.js';
export { createTransactionalTarget, type TransactionalTargetOptions } from './target.js';
export { checkKafka, ensureTopics, type TopicSpec } from './topics.js';
