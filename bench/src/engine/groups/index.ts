import type { Group } from '../context.js';
import { baselinesGroup } from './baselines.js';
import { corporaGroup } from './corpora.js';
import { hostileGroup } from './hostile.js';
import { loopGroup } from './loop.js';
import { mixGroup } from './mix.js';
import { recordSizesGroup } from './record-sizes.js';
import { rulesGroup } from './rules.js';
import { startGroup } from './start.js';
import { threadsGroup } from './threads.js';

/** In the order in which they are measured. */
export const groups: readonly Group[] = [
  startGroup,
  corporaGroup,
  mixGroup,
  recordSizesGroup,
  rulesGroup,
  baselinesGroup,
  threadsGroup,
  loopGroup,
  hostileGroup,
];
