export { createMetrics } from './metrics.js';
export type { Metrics, StageName, StageMetrics } from './metrics.js';
export { createLogger, silentLogger } from './logger.js';
export type { LogFields, LogLevel, Logger } from './logger.js';
export { createHealth } from './health.js';
export type { Health } from './health.js';
export { startTelemetryServer } from './server.js';
export type { TelemetryServer } from './server.js';
export type { RulesetMetrics, RulesetRole } from './ruleset-metrics.js';
