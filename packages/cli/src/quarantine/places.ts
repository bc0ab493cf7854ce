import { createKafkaClients, createStore, createVault, requireKafka, type KafkaConfig } from '@scrubjay/boot';
import { createFrameCodec, type FrameCodec } from '@scrubjay/frame';
import type { KafkaClients, ObjectStore } from '@scrubjay/transport';
import type { Purpose, Vault } from '@scrubjay/vault';
import type { FullConfig } from '../config-schema.js';

/** Where withheld records lie: over Kafka on the topic, and what the sink withheld in the store; embedded in the store. */
export interface Places {
  readonly store: ObjectStore;
  readonly topic: { readonly kafka: KafkaClients; readonly config: KafkaConfig } | undefined;
}

/** Connects to nothing yet. */
export async function withPlaces<T>(config: FullConfig, use: (places: Places) => Promise<T>): Promise<T> {
  const store = createStore(config.store);
  try {
    return await use({ store, topic: topicOf(config) });
  } finally {
    await store.close();
  }
}

function topicOf(config: FullConfig): Places['topic'] {
  if (config.transport === 'memory') return undefined;
  const kafka = requireKafka(config);
  return { kafka: createKafkaClients(kafka), config: kafka };
}

/** Proves the keys of `purposes` and no other. Makes none: with a new key nothing that is there could be opened. */
export async function withKeys<T>(
  config: FullConfig,
  purposes: readonly Purpose[],
  use: (codec: FrameCodec, vault: Vault) => Promise<T>,
): Promise<T> {
  const vault = await createVault(config.keys, purposes, { create: false });
  try {
    return await use(createFrameCodec({ sealer: vault, environment: config.environment }), vault);
  } finally {
    vault.close();
  }
}

/** Where it was looked, for people. */
export function describePlaces({ store, topic }: Places): string {
  const inStore = `quarantine/ in ${store.describe()}`;
  return topic === undefined ? inStore : `topic ${topic.config.topics.quarantine} and ${inStore}`;
}
