export { loadConfig, parseConfig } from './load.js';
export type { ConfigSource } from './load.js';
export { overlayEnvironment } from './environment.js';
export { toConfigJsonSchema } from './json-schema.js';
export type { JsonSchema } from './json-schema.js';
