export { redactorConfig } from './config.js';
export type { RedactorConfig } from './config.js';
export { startRedaction } from './redaction.js';
export type { Redaction } from './redaction.js';
export { createRedactorRunner } from './runner.js';
export type { RedactorEnds } from './runner.js';
export { runRedactor } from './main.js';
export { createStage } from './stage.js';
export type { RedactorEvents } from './stage.js';
