export { runDemo } from './demo.js';
export type { DemoOptions } from './demo.js';
