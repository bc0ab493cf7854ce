export { openScan, run } from './scan';
export { markSigns } from './signs';
