export { addSet, findSet, indexSets } from './sets';
export { learnMet, openRecord, run } from './scan';
export { markSigns } from './signs';
export { numberState as addState } from './walk';
