export { openScan, run } from './scan';
export { markSigns } from './signs';
export { moveTable } from './trace-hits';
