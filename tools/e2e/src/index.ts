export { inspectBucket, inspectObjects, inspectSegments, inspectTopics } from './inspect.js';
export { unfinishedFlushes } from './journal-io.js';
export { produceAll, readTopics, withAdmin } from './kafka-io.js';
export { Leaks } from './leaks.js';
export { createLoad, GrowingLoad } from './load.js';
export type { Load } from './load.js';
export { readQuarantine } from './quarantine-io.js';
export { createWorld, partitions, services, useWorld } from './world.js';
export type { Sections, Service, World, WorldOwner } from './world.js';
