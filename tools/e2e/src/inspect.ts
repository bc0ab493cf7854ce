import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTopics } from './kafka-io.js';
import type { Leaks } from './leaks.js';
import { objectsOf, scrubbedObjects, type IdCount } from './store-io.js';
import { environment, type World } from './world.js';

/** The topics between the services, in which nothing planted may be. */
export function sealedTopics({ topics: { raw, scrubbed, quarantine } }: World): readonly string[] {
  return [raw, scrubbed, quarantine];
}

/** Looks at what a reader with the scrubbed key sees: counts the ids, and returns how many objects there are. */
export async function inspectObjects(world: World, ids: Pick<IdCount, 'add'>, leaks: Leaks): Promise<number> {
  let objects = 0;
  for await (const { key, plain } of scrubbedObjects(world.store, world.vault, environment)) {
    objects += 1;
    ids.add(plain);
    leaks.look(key);
    leaks.look(plain);
  }
  return objects;
}

/** Looks through every message of the topics between the services, uncommitted ones too; returns how many there are. */
export async function inspectTopics(world: World, leaks: Leaks): Promise<number> {
  let messages = 0;
  await readTopics(world.kafka, sealedTopics(world), ({ message }) => {
    messages += 1;
    leaks.look(message.key);
    leaks.look(message.value);
    for (const [name, values] of Object.entries(message.headers ?? {})) {
      leaks.look(name);
      for (const value of [values].flat()) leaks.look(value);
    }
  });
  return messages;
}

/** Looks through the segments of those topics in a broker's log folder; returns how many there are. */
export async function inspectSegments(world: World, dataDir: string, leaks: Leaks): Promise<number> {
  let segments = 0;
  for (const folder of await readdir(dataDir)) {
    if (!sealedTopics(world).some((topic) => folder.startsWith(`${topic}-`))) continue;
    for (const name of await readdir(join(dataDir, folder))) {
      if (!name.endsWith('.log')) continue;
      segments += 1;
      leaks.look(await readFile(join(dataDir, folder, name)));
    }
  }
  return segments;
}

/** Looks through every byte and key of the bucket; returns how many bytes there are. */
export async function inspectBucket(world: World, leaks: Leaks): Promise<number> {
  let bytes = 0;
  for await (const { key, body } of objectsOf(world.store)) {
    bytes += body.length;
    leaks.look(key);
    leaks.look(body);
  }
  return bytes;
}
