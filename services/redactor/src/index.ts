export { redactorConfig } from './config.js';
export type { RedactorConfig } from './config.js';
export { createRedactorRunner } from './runner.js';
export type { RedactorEnds } from './runner.js';
export { createRedactorStage } from './stage.js';
export type { RedactorEvents, RedactorOptions } from './stage.js';
export { runRedactor } from './main.js';
