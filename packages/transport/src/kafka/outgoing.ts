import type { RoutedMessage } from './partition-producer.js';

export interface OutgoingMessage {
  readonly topic: string;
  /** Where unset: `outputPartition` of the input partition and the topic's number of partitions. */
  readonly partition?: number;
  readonly key?: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An outgoing message whose partition is settled. */
export type PlacedMessage = OutgoingMessage & { readonly partition: number };

/** Size that a produce request aims at; a larger single message still goes out. */
export const defaultMaxRequestBytes = 900 * 1024;

const messageOverheadBytes = 64;

/** A message as a partition's producer takes it, with what it adds to a request. */
export function toRouted({ topic, partition, key = null, value, headers }: PlacedMessage): RoutedMessage {
  return {
    topic,
    message: { partition, key, value, ...(headers === undefined ? {} : { headers: { ...headers } }) },
    bytes: (key?.length ?? 0) + (value?.length ?? 0) + messageOverheadBytes,
  };
}
