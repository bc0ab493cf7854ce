import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Broken } from '../target.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes outside of JavaScript's heap that may stay behind: some of each library's own. */
const maxGrowthBytes = 100 * 1_048_576;

/** Throws a {@link Broken} once much memory outside of the heap is taken that no collection frees. */
export function createMemoryWatch(): () => void {
  const before = process.memoryUsage().external;
  const grown = (): number => process.memoryUsage().external - before;
  return () => {
    if (grown() <= maxGrowthBytes) return;
    // Most of it is waiting to be collected.
    collect();
    if (grown() > maxGrowthBytes) throw new Broken(`${grown()} bytes of memory are taken`);
  };
}
