export { messageOf } from './attributes.js';
export { ingestConfig } from './config.js';
export type { IngestConfig } from './config.js';
export { createIngestRunner } from './runner.js';
export { createIngestStage } from './stage.js';
export type { IngestOptions } from './stage.js';
export { runIngest } from './main.js';
