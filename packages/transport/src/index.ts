export * from './embedded/index.js';
export * from './kafka/index.js';
export * from './objects/index.js';
