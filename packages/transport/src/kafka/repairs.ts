import { ScrubjayError } from '@scrubjay/errors';
import type { Codec } from './codecs/bound.js';
import { markAborted, type AbortedTransaction, type FetchedMessage } from './aborted.js';
import { requireKafkaJs } from './kafkajs.js';
import { repairLiveness } from './liveness-repairs.js';
import { crc32c } from './crc32c.js';
import { offsetFetchV7, type OffsetFetchArguments } from './offset-fetch.js';
import { decodeRecordBatch, type BatchDecoder } from './record-batch.js';

interface FetchResponse {
  readonly responses: readonly {
    readonly partitions: readonly {
      abortedTransactions?: readonly AbortedTransaction[] | null;
      readonly messages: readonly FetchedMessage[];
    }[];
  }[];
}

interface BrokerClass {
  readonly prototype: { fetch: (request: unknown) => Promise<FetchResponse> };
}

type Protocol = (choice: { version: number }) => (args: OffsetFetchArguments) => object;

interface RequestDefinition {
  versions: string[];
  protocol: Protocol;
}

const knownVersion = '2.2.4';
const stableVersion = 7;
let isDone = false;

function repairFetch(): void {
  const { prototype } = requireKafkaJs('kafkajs/src/broker/index.js') as BrokerClass;
  const fetch = prototype.fetch;
  prototype.fetch = async function (request) {
    const response = await fetch.call(this, request);
    for (const partition of response.responses.flatMap((topic) => topic.partitions)) {
      markAborted(partition.messages, partition.abortedTransactions ?? []);
      partition.abortedTransactions = [];
    }
    return response;
  };
}

function repairOffsetFetch(): void {
  const definition = requireKafkaJs(
    'kafkajs/src/protocol/requests/offsetFetch/index.js',
  ) as RequestDefinition;
  const original = definition.protocol;
  const lastOriginal = Math.max(...definition.versions.map(Number));
  definition.versions = [...definition.versions, String(stableVersion)];
  definition.protocol = ({ version }) =>
    version >= stableVersion ? offsetFetchV7 : original({ version: Math.min(version, lastOriginal) });
}

interface CompressionModule {
  readonly lookupCodecByAttributes: (attributes: number) => Pick<Codec, 'decompress'> | null;
}

type PartialMessageErrorClass = new (message: string) => Error;

/** kafkajs loads what decodes a fetch when it fetches first, so the module can be given another content before. */
function replaceRecordDecoder(): void {
  const name = 'kafkajs/src/protocol/recordBatch/v0/decoder.js';
  const { lookupCodecByAttributes } = requireKafkaJs(
    'kafkajs/src/protocol/message/compression/index.js',
  ) as CompressionModule;
  const { KafkaJSPartialMessageError } = requireKafkaJs('kafkajs/src/errors.js') as {
    readonly KafkaJSPartialMessageError: PartialMessageErrorClass;
  };
  replaceModule(name, async (decoder: BatchDecoder) => {
    const batch = await decodeRecordBatch(decoder, (bits) => lookupCodecByAttributes(bits) ?? undefined);
    if (batch === undefined) throw new KafkaJSPartialMessageError('The last batch of a fetch is cut short');
    return batch;
  });
}

/** As with the decoder: what encodes record batches is loaded with the first that is sent. */
function replaceChecksum(): void {
  replaceModule('kafkajs/src/protocol/recordBatch/crc32C/index.js', crc32c);
}

function replaceModule(name: string, content: unknown): void {
  requireKafkaJs(name);
  const loaded = requireKafkaJs.cache[requireKafkaJs.resolve(name)];
  if (loaded !== undefined) loaded.exports = content;
}

/**
 * Mends two places of kafkajs 2.2.4 that exactly once depends on (docs/decisions/0005): it lets messages of aborted
 * transactions through, and it cannot require stable offsets. What keeps it going is mended in liveness-repairs.ts. Two
 * are replaced for speed: what decodes records, and the checksum of those that are sent. Refuses any other version of
 * kafkajs with SJ_INTERNAL, because what is mended are its internals.
 */
export function repairKafkaJs(): void {
  if (isDone) return;
  const { version } = requireKafkaJs('kafkajs/package.json') as { version: string };
  if (version !== knownVersion) {
    throw new ScrubjayError(
      'SJ_INTERNAL',
      `kafkajs ${version} is installed; exactly once was proven with ${knownVersion}.`,
    );
  }
  repairFetch();
  repairOffsetFetch();
  repairLiveness();
  replaceRecordDecoder();
  replaceChecksum();
  isDone = true;
}
