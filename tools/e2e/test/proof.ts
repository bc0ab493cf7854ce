import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createFrameCodec } from '@scrubjay/frame';
import { PlantedSearch } from '@scrubjay/testkit';
import type { Test } from 'tap';
import { openerWith } from './esdk.js';
import { readTopics } from '../src/kafka-io.js';
import type { Load } from '../src/load.js';
import { exact, IdCount, objectsOf, scrubbedObjects } from '../src/store-io.js';
import { environment, type World } from '../src/world.js';

/** How many objects are opened by the Encryption SDK alone: each costs a request to KMS. */
const openedDirectly = 40;

/** Planted values that were found where they must not be, by kind. */
export class Leaks {
  readonly #search: PlantedSearch;
  readonly #load: Load;
  readonly #found = new Map<string, Set<string>>();

  constructor(load: Load) {
    this.#load = load;
    this.#search = new PlantedSearch(load.planted.keys());
  }

  look(bytes: Buffer | string | null | undefined): void {
    if (bytes === null || bytes === undefined) return;
    for (const text of this.#search.findIn(Buffer.from(bytes), 1_000)) {
      const kind = this.#load.planted.get(text) ?? 'unknown';
      this.#found.set(kind, (this.#found.get(kind) ?? new Set()).add(text));
    }
  }

  get count(): number {
    return [...this.#found.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Kind, how many values, and a few of them: all of them are synthetic. */
  report(): Record<string, readonly [number, ...string[]]> {
    const rows = [...this.#found].map(([kind, texts]) => [kind, [texts.size, ...[...texts].slice(0, 3)]]);
    return Object.fromEntries(rows) as Record<string, readonly [number, ...string[]]>;
  }
}

/** The search is able to find: the values are in what was sent, and in the raw frames for who may open them. */
export async function proveSearch(t: Test, world: World, load: Load): Promise<void> {
  const sent = new Leaks(load);
  for (const { value } of load.messages.slice(0, 500)) sent.look(value);
  t.ok(sent.count > 300, `${String(sent.count)} planted values were found in 500 messages`);
  const opened = new Leaks(load);
  const sealed: Buffer[] = [];
  await readTopics(world.kafka, [world.topics.raw], ({ message }) => {
    if (message.value !== null && sealed.length < 20) sealed.push(message.value);
  });
  const codec = createFrameCodec({ sealer: world.vault, environment });
  for (const value of sealed) opened.look((await codec.open('raw', value)).records);
  t.ok(opened.count > 50, `${String(opened.count)} were found in 20 raw frames that were opened`);
}

/** Every id is in the sink once, and nothing planted is in what a reader with the scrubbed key sees. */
export async function proveSink(t: Test, world: World, load: Load): Promise<{ readonly objects: number }> {
  const ids = new IdCount(load.idPattern);
  const leaks = new Leaks(load);
  let objects = 0;
  for await (const { key, plain } of scrubbedObjects(world.store, world.vault, environment)) {
    objects += 1;
    ids.add(plain);
    leaks.look(key);
    leaks.look(plain);
  }
  t.same(ids.compare(load.ids), exact, `each of ${String(load.ids.size)} ids is in the sink exactly once`);
  t.same(leaks.report(), {}, 'nothing planted is in any decrypted object or key');
  return { objects };
}

/** No byte of the three topics, of their segments on disk where these can be read, or of the bucket is planted. */
export async function proveNothingAtRest(t: Test, world: World, load: Load): Promise<void> {
  const leaks = new Leaks(load);
  const { raw, scrubbed, quarantine } = world.topics;
  let messages = 0;
  await readTopics(world.kafka, [raw, scrubbed, quarantine], ({ message }) => {
    messages += 1;
    leaks.look(message.key);
    leaks.look(message.value);
    for (const [name, values] of Object.entries(message.headers ?? {})) {
      leaks.look(name);
      for (const value of [values].flat()) leaks.look(value);
    }
  });
  t.ok(messages > 0, `${String(messages)} messages were read, uncommitted ones included`);
  t.same(leaks.report(), {}, 'nothing planted is in any message of the three topics');
  await proveSegments(t, world, leaks);
  let bytes = 0;
  for await (const { key, body } of objectsOf(world.store)) {
    bytes += body.length;
    leaks.look(key);
    leaks.look(body);
  }
  t.ok(bytes > 0, `${String(bytes)} bytes of the bucket were read`);
  t.same(leaks.report(), {}, 'nothing planted is in any byte of the bucket');
}

async function proveSegments(t: Test, world: World, leaks: Leaks): Promise<void> {
  const { dataDir } = world.server;
  if (dataDir === undefined) return;
  const { raw, scrubbed, quarantine } = world.topics;
  let segments = 0;
  for (const folder of await readdir(dataDir)) {
    if (![raw, scrubbed, quarantine].some((topic) => folder.startsWith(`${topic}-`))) continue;
    for (const name of await readdir(join(dataDir, folder))) {
      if (!name.endsWith('.log')) continue;
      segments += 1;
      leaks.look(await readFile(join(dataDir, folder, name)));
    }
  }
  t.ok(segments > 0, `${String(segments)} segments were read from the broker's disk`);
  t.same(leaks.report(), {}, 'nothing planted is in the segments on disk');
}

/** Objects open with the Encryption SDK alone under the scrubbed key, and under no other of ours. */
export async function proveKeys(t: Test, world: World): Promise<void> {
  const { raw, scrubbed, quarantine } = world.keys;
  const [withScrubbed, ...withOthers] = [[scrubbed], [raw], [quarantine], [raw, quarantine]].map((keys) =>
    openerWith(world.endpoint, keys),
  );
  let opened = 0;
  let refused = 0;
  for await (const { body } of objectsOf(world.store, 'logs/')) {
    const plain = gunzipSync((await withScrubbed?.open(body)) ?? '');
    if (plain.at(-1) === 0x0a) opened += 1;
    for (const other of withOthers) {
      await other.open(body).then(
        () => t.fail('a foreign key opened an object'),
        () => (refused += 1),
      );
    }
    if (opened === openedDirectly) break;
  }
  withScrubbed?.close();
  withOthers.forEach(({ close }) => close());
  t.ok(opened > 0, `${String(opened)} objects opened under the scrubbed key`);
  t.equal(refused, opened * withOthers.length, 'and each was refused to the other keys');
}
