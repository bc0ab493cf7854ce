export { batchConfig, sharedConfig } from './config/shared.js';
export type { SharedConfig } from './config/shared.js';
export type { KafkaConfig } from './config/kafka.js';
export type { KeysConfig } from './config/keys.js';
export type { StoreConfig } from './config/store.js';
export { createContext, requireKafka } from './context.js';
export type { ServiceContext } from './context.js';
export { openFrames } from './frames.js';
export type { OpenFramesOptions } from './frames.js';
export { createKafkaClients, frameTarget, groupOf, kafkaSource, prepareKafka, toMessage } from './kafka.js';
export { LiveRuleset } from './live-ruleset.js';
export type { Fingerprinted, LiveRulesetOptions, LookOutcome } from './live-ruleset.js';
export { runToEnd } from './lifecycle.js';
export type { Lifecycle } from './lifecycle.js';
export {
  countQuarantined,
  frameBytesOut,
  frameMeasure,
  messageMeasure,
  observeRunner,
  observeStage,
} from './observe.js';
export type { StageMeasure } from './observe.js';
export { factsOf, isReason, isStage, readHeaders, toHeaders } from './quarantine-facts.js';
export type { QuarantineFacts } from './quarantine-facts.js';
export {
  createQuarantineStore,
  nameQuarantineObjects,
  readQuarantineKey,
  withQuarantineStore,
} from './quarantine-store.js';
export type { QuarantineKey } from './quarantine-store.js';
export { loadRuleset, readPacks, readRules, shippedRulesDir } from './rules.js';
export type { RuleSources } from './rules.js';
export { limitsOf, retryForever } from './runner-options.js';
export type { BatchConfig } from './runner-options.js';
export { createRegistry, openSchemas } from './schemas.js';
export type { SchemaSources } from './schemas.js';
export { createSigner } from './signer.js';
export { startSilentWorker } from './silent-worker.js';
export type { SignerOptions } from './signer.js';
export { createStore } from './store.js';
export { createVault } from './vault.js';
export type { VaultOptions } from './vault.js';
export { createSealer, createSealingKey, createValueSealer, openSealedValue } from './value-seal.js';
export type { SealedValue, SealingKey, SealValue } from './value-seal.js';
