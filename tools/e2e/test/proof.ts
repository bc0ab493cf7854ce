import { gunzipSync } from 'node:zlib';
import { createFrameCodec } from '@scrubjay/frame';
import type { Test } from 'tap';
import { openerWith } from './esdk.js';
import { inspectBucket, inspectObjects, inspectSegments, inspectTopics } from '../src/inspect.js';
import { readTopics } from '../src/kafka-io.js';
import { Leaks } from '../src/leaks.js';
import type { Load } from '../src/load.js';
import { exact, IdCount, objectsOf } from '../src/store-io.js';
import { environment, type World } from '../src/world.js';

/** How many objects are opened by the Encryption SDK alone: each costs a request to KMS. */
const openedDirectly = 40;

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
  const ids = new IdCount(load.ids.pattern);
  const leaks = new Leaks(load);
  const objects = await inspectObjects(world, ids, leaks);
  t.same(
    ids.compare(load.allIds),
    exact,
    `each of ${String(load.allIds.size)} ids is in the sink exactly once`,
  );
  t.same(leaks.report(), {}, 'nothing planted is in any decrypted object or key');
  return { objects };
}

/** No byte of the three topics, of their segments on disk where these can be read, or of the bucket is planted. */
export async function proveNothingAtRest(t: Test, world: World, load: Load): Promise<void> {
  const leaks = new Leaks(load);
  const messages = await inspectTopics(world, leaks);
  t.ok(messages > 0, `${String(messages)} messages were read, uncommitted ones included`);
  t.same(leaks.report(), {}, 'nothing planted is in any message of the three topics');
  const { dataDir } = world.server;
  if (dataDir !== undefined) {
    const segments = await inspectSegments(world, dataDir, leaks);
    t.ok(segments > 0, `${String(segments)} segments were read from the broker's disk`);
    t.same(leaks.report(), {}, 'nothing planted is in the segments on disk');
  }
  const bytes = await inspectBucket(world, leaks);
  t.ok(bytes > 0, `${String(bytes)} bytes of the bucket were read`);
  t.same(leaks.report(), {}, 'nothing planted is in any byte of the bucket');
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
