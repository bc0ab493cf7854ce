import { createFrameCodec, joinQuarantineParts, type Frame, type FrameCodec } from '@scrubjay/frame';
import { readTopics } from './kafka-io.js';
import { objectsOf } from './store-io.js';
import { environment, type World } from './world.js';

/** A record as the privacy team gets it back, with the key of the quarantine alone. */
export interface Withheld {
  readonly stage: string;
  readonly reason: string;
  readonly record: Buffer;
}

/** All that was withheld: on the topic, and below quarantine/ in the bucket. */
export async function readQuarantine(world: World): Promise<readonly Withheld[]> {
  const codec = createFrameCodec({ sealer: world.vault, environment });
  return [...(await fromTopic(world, codec)), ...(await fromBucket(world, codec))];
}

async function fromTopic(world: World, codec: FrameCodec): Promise<readonly Withheld[]> {
  const partitions = new Map<number, Buffer[]>();
  const read = { readUncommitted: false };
  await readTopics(
    world.kafka,
    [world.topics.quarantine],
    ({ partition, message }) => {
      const values = partitions.get(partition) ?? [];
      partitions.set(partition, values);
      if (message.value !== null) values.push(message.value);
    },
    read,
  );
  const withheld: Withheld[] = [];
  for (const values of partitions.values()) withheld.push(...join(await openAll(codec, values)));
  return withheld;
}

async function fromBucket(world: World, codec: FrameCodec): Promise<readonly Withheld[]> {
  const sealed: Buffer[] = [];
  for await (const { body } of objectsOf(world.store, 'quarantine/')) sealed.push(body);
  return join(await openAll(codec, sealed));
}

function openAll(codec: FrameCodec, sealed: readonly Buffer[]): Promise<Frame[]> {
  return Promise.all(sealed.map((value) => codec.open('quarantine', value)));
}

/**
 * The parts of a record stand in their order, but what another stage withheld may stand between them: a transaction of
 * the one does not keep the other from writing. Records of one position (of an OTLP request) follow on each other.
 */
function join(frames: readonly Frame[]): Withheld[] {
  const places = new Map<string, Frame[]>();
  for (const frame of frames) {
    const { stream, partition, offsets, quarantine } = frame;
    const place = [quarantine?.stage, stream, partition, offsets[0]].join(' ');
    places.set(place, [...(places.get(place) ?? []), frame]);
  }
  return [...places.values()].flatMap(joinOfOnePlace);
}

function joinOfOnePlace(frames: readonly Frame[]): Withheld[] {
  const withheld: Withheld[] = [];
  for (let at = 0; at < frames.length;) {
    const { quarantine } = frames[at] ?? {};
    if (quarantine === undefined) throw new Error('A frame in quarantine does not say why.');
    const record = joinQuarantineParts(frames.slice(at, at + quarantine.parts));
    withheld.push({ stage: quarantine.stage, reason: quarantine.reason, record });
    at += quarantine.parts;
  }
  return withheld;
}
