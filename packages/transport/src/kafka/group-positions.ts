import type { KafkaClients } from './connection.js';
import { toKafkaError } from './errors.js';
import { fetchCommitted } from './positions.js';

/**
 * What a group has committed of these topics: `topic/partition` to the next offset that it will read. A partition of which
 * it has committed nothing is absent.
 */
export async function fetchGroupPositions(
  kafka: KafkaClients,
  groupId: string,
  topics: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const admin = kafka.newClient(3).admin();
  try {
    await admin.connect();
    return await fetchCommitted(admin, groupId, topics);
  } catch (error) {
    throw toKafkaError(error, `The committed offsets of group ${groupId} cannot be read`);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
