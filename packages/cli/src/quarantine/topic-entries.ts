import { randomUUID } from 'node:crypto';
import { factsOf, groupOf, readHeaders, type KafkaConfig } from '@scrubjay/boot';
import { isScrubjayError } from '@scrubjay/errors';
import type { Frame, FrameCodec } from '@scrubjay/frame';
import type { SourceMessage } from '@scrubjay/pipeline';
import { readToEnd, type KafkaClients } from '@scrubjay/transport';
import { TopicAssembler, type ReadPart, type TopicEntry } from './topic-assembler.js';

export interface TopicReadOptions {
  readonly kafka: KafkaClients;
  readonly config: KafkaConfig;
  /** Opens what is read; without it only headers are looked at. */
  readonly codec?: FrameCodec | undefined;
  /** Read this partition only, from this offset. */
  readonly only?: { readonly partition: number; readonly from: bigint } | undefined;
  /** Given the entries of a partition in order. False ends the read. */
  readonly onEntries: (partition: number, entries: readonly TopicEntry[]) => Promise<boolean>;
}

/** A group of one reading: nothing is committed under it, and no other reading shares its partitions. */
export function readerGroup(config: KafkaConfig): string {
  return `${groupOf(config, 'quarantine')}-${randomUUID()}`;
}

/** The withheld records on the quarantine topic as it is now. Messages that cannot be opened are entries without facts. */
export async function readTopicEntries({
  kafka,
  config,
  codec,
  only,
  onEntries,
}: TopicReadOptions): Promise<void> {
  const topic = config.topics.quarantine;
  const assemblers = new Map<number, TopicAssembler>();
  const isWanted = { more: true };
  await readToEnd(kafka, {
    topic,
    groupId: readerGroup(config),
    ...(only === undefined ? {} : { only }),
    async onMessages(partition, messages) {
      const assembler = assemblers.get(partition) ?? new TopicAssembler(topic, partition);
      assemblers.set(partition, assembler);
      for (const message of messages) {
        const entries = assembler.add(await read(message, codec));
        if (entries.length > 0) isWanted.more &&= await onEntries(partition, entries);
        if (!isWanted.more) return false;
      }
      return true;
    },
  });
  if (!isWanted.more) return;
  for (const [partition, assembler] of assemblers) await onEntries(partition, assembler.rest());
}

async function read(message: SourceMessage, codec: FrameCodec | undefined): Promise<ReadPart> {
  if (codec === undefined) return { message, facts: readHeaders(message.headers), frame: undefined };
  const frame = message.value === null ? undefined : await openOrNot(codec, message.value);
  return { message, facts: frame && factsOf(frame), frame };
}

const poisonCodes: readonly string[] = ['SJ_VAULT_OPEN_FAILED', 'SJ_FRAME_INVALID'];

/** The frame; undefined where the message is none of ours, altered, or of another environment: it stops nothing. */
export async function openOrNot(codec: FrameCodec, sealed: Buffer): Promise<Frame | undefined> {
  try {
    const frame = await codec.open('quarantine', sealed);
    return frame.quarantine !== undefined && frame.lengths.length === 1 ? frame : undefined;
  } catch (error) {
    if (isScrubjayError(error) && poisonCodes.includes(error.code)) return undefined;
    throw error;
  }
}
