export { produceAll } from './kafka-io.js';
export { createLoad } from './load.js';
export type { Load } from './load.js';
export { partitions, useWorld } from './world.js';
export type { World, WorldOwner } from './world.js';
