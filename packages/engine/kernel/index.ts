export { addSet, findSet, indexSets } from './sets';
export { addState, learnMet, openRecord, run } from './scan';
export { markSigns } from './signs';
