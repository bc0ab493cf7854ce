import { createObjectSealer } from '@scrubjay/sink';
import { withAdmin } from './kafka-io.js';
import { objectsOf } from './store-io.js';
import { environment, type World } from './world.js';

/** In how many partitions the sink has begun a flush, by its journal, that the group's offset does not cover yet. */
export async function unfinishedFlushes(world: World): Promise<number> {
  const groupId = `${world.groupPrefix}.sink`;
  const [committed] = await withAdmin(world.kafka, (admin) =>
    admin.fetchOffsets({ groupId, topics: [world.topics.scrubbed] }),
  );
  const positions = new Map(
    committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]),
  );
  const sealer = createObjectSealer(world.vault, environment);
  let unfinished = 0;
  for await (const { key, body } of objectsOf(world.store, '_scrubjay/journal/')) {
    const { next } = JSON.parse((await sealer.openJournal(body)).toString()) as { readonly next: string };
    const partition = Number(key.slice(key.lastIndexOf('-') + 1));
    if (Number(next) > (positions.get(partition) ?? -1)) unfinished += 1;
  }
  return unfinished;
}
