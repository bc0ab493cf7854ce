export { fuzz } from './fuzz.js';
export type { Failure, FuzzOptions, FuzzResult } from './fuzz.js';
export { hostileShapes, measureHostile } from './hostile.js';
export type { HostileMeasurement } from './hostile.js';
export { Mutator } from './mutator.js';
export { createTargets } from './targets/index.js';
export type { Target } from './target.js';
