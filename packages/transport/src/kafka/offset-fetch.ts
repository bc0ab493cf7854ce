import { requireKafkaJs } from './kafkajs.js';

/** kafkajs's protocol encoder, as far as it is used here. */
interface Encoder {
  writeUVarIntString(value: string): Encoder;
  writeUVarIntArray(items: readonly Encoder[]): Encoder;
  /** Without an argument: an empty set of tagged fields. */
  writeUVarIntBytes(): Encoder;
  writeInt32(value: number): Encoder;
  writeBoolean(value: boolean): Encoder;
}

interface Decoder {
  readInt16(): number;
  readInt32(): number;
  readInt64(): { toString(): string };
  readUVarIntString(): string | null;
  readUVarIntArray<T>(read: (decoder: Decoder) => T): T[];
  readTaggedFields(): unknown;
}

interface PartitionOffset {
  readonly partition: number;
  readonly offset: string;
  readonly metadata: string | null;
  readonly errorCode: number;
}

interface Response {
  readonly responses: readonly {
    readonly topic: string | null;
    readonly partitions: readonly PartitionOffset[];
  }[];
  readonly errorCode: number;
}

export interface OffsetFetchArguments {
  readonly groupId: string;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number }[];
  }[];
}

const apiKey = 9;
const apiVersion = 7;

const EncoderClass = requireKafkaJs('kafkajs/src/protocol/encoder.js') as new () => Encoder;
const DecoderClass = requireKafkaJs('kafkajs/src/protocol/decoder.js') as new (data: Buffer) => Decoder;
const { createErrorFromCode } = requireKafkaJs('kafkajs/src/protocol/error.js') as {
  createErrorFromCode: (code: number) => Error;
};

function encodeTopic({ topic, partitions }: OffsetFetchArguments['topics'][number]): Encoder {
  return new EncoderClass()
    .writeUVarIntString(topic)
    .writeUVarIntArray(partitions.map(({ partition }) => new EncoderClass().writeInt32(partition)))
    .writeUVarIntBytes();
}

function decodePartition(decoder: Decoder): PartitionOffset {
  const partition = decoder.readInt32();
  const offset = decoder.readInt64().toString();
  decoder.readInt32(); // leader epoch
  const metadata = decoder.readUVarIntString();
  const errorCode = decoder.readInt16();
  decoder.readTaggedFields();
  return { partition, offset, metadata, errorCode };
}

function decode(data: Buffer): Response {
  const decoder = new DecoderClass(data);
  decoder.readTaggedFields(); // of the header
  decoder.readInt32(); // throttle time
  const responses = decoder.readUVarIntArray((inner) => {
    const topic = inner.readUVarIntString();
    const partitions = inner.readUVarIntArray(decodePartition);
    inner.readTaggedFields();
    return { topic, partitions };
  });
  return { responses, errorCode: decoder.readInt16() };
}

function parse(response: Response): Response {
  const codes = [
    response.errorCode,
    ...response.responses.flatMap((t) => t.partitions.map((p) => p.errorCode)),
  ];
  const failed = codes.find((code) => code !== 0);
  if (failed !== undefined) throw createErrorFromCode(failed);
  return response;
}

/**
 * OffsetFetch version 7 for kafkajs, which stops at 4: the first version that can require stable offsets (KIP-447).
 * While a transaction on an offset is still open the broker answers UNSTABLE_OFFSET_COMMIT, which is retryable.
 * Layout: clients/src/main/resources/common/message/OffsetFetchRequest.json of Apache Kafka.
 */
export function offsetFetchV7({ groupId, topics }: OffsetFetchArguments): object {
  const encode = (): Promise<Encoder> =>
    Promise.resolve(
      new EncoderClass()
        .writeUVarIntBytes() // tagged fields of the header
        .writeUVarIntString(groupId)
        .writeUVarIntArray(topics.map(encodeTopic))
        .writeBoolean(true)
        .writeUVarIntBytes(),
    );
  return {
    request: { apiKey, apiVersion, apiName: 'OffsetFetch', encode },
    response: {
      decode: (data: Buffer) => Promise.resolve(decode(data)),
      parse: (response: Response) => Promise.resolve().then(() => parse(response)),
    },
  };
}
