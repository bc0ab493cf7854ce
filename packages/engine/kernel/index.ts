export { openScan } from './lanes';
export { run } from './scan';
export { markSigns } from './signs';
