import { createRequire } from 'node:module';
import kafkajs from 'kafkajs';

// kafkajs is CommonJS whose exports Node cannot name statically, so they are picked here once.
export const { CompressionCodecs, CompressionTypes, Kafka, KafkaJSProtocolError, Partitioners } = kafkajs;

export type {
  Admin,
  Consumer,
  EachBatchPayload,
  IHeaders,
  Kafka as KafkaJs,
  KafkaConfig,
  KafkaMessage,
  Message,
  Producer,
  SASLOptions,
  Transaction,
} from 'kafkajs';

/** Loads a module of the same copy of kafkajs that is used everywhere else in this package. */
export const requireKafkaJs = createRequire(import.meta.url);
