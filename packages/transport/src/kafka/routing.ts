import { createHash } from 'node:crypto';
import type { Partition } from '@scrubjay/pipeline';

/** A number that depends on the name alone, whatever process or version computes it. */
function hashName(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0);
}

/**
 * The output partition for what came out of an input partition: (hash(topic) + partition) mod `count`. Neighbouring
 * input partitions go to neighbouring output partitions, so that the load spreads evenly and one input keeps its order.
 */
export function outputPartition(input: Partition, count: number): number {
  return (hashName(input.stream) + input.partition) % count;
}

/** A map key for a partition. Topic names never contain a slash. */
export function partitionKey(topic: string, partition: number): string {
  return `${topic}/${String(partition)}`;
}
