import type { Socket } from 'node:net';
import { ScrubjayError } from '@scrubjay/errors';
import type { Codec } from './codecs/bound.js';
import { markAborted, type AbortedTransaction, type FetchedMessage } from './aborted.js';
import { requireKafkaJs } from './kafkajs.js';
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

interface ConsumerGroupClass {
  readonly prototype: {
    lastRequest: number;
    heartbeat: (options: { readonly interval: number }) => Promise<void>;
  };
}

/** After the wall clock was set back no heartbeat was due for as long as it had been set back by. */
function repairHeartbeat(): void {
  const { prototype } = requireKafkaJs('kafkajs/src/consumer/consumerGroup.js') as ConsumerGroupClass;
  const heartbeat = prototype.heartbeat;
  prototype.heartbeat = async function (options) {
    if (this.lastRequest > Date.now()) this.lastRequest = 0;
    await heartbeat.call(this, options);
  };
}

interface Connection {
  socket?: Socket | null;
  chunks: Buffer[];
  bytesBuffered: number;
  bytesNeeded: number;
  isConnected: () => boolean;
  connect: () => Promise<unknown>;
}

interface ConnectionClass {
  readonly prototype: Connection;
}

/** Of the length before each response. */
const lengthBytes = 4;

/**
 * A connection that is made again begins anew. kafkajs keeps the half of a response that was cut off and takes what comes
 * over the next socket for its other half: from then on no response is understood, every request times out, and who
 * waits for one does not go on. It also opens two sockets where two requests find the connection closed at once.
 */
function repairReconnect(): void {
  const { prototype } = requireKafkaJs('kafkajs/src/network/connection.js') as ConnectionClass;
  const connect = prototype.connect;
  const connecting = new WeakMap<Connection, Promise<unknown>>();
  prototype.connect = async function () {
    if (this.isConnected()) return true;
    const underWay = connecting.get(this);
    if (underWay !== undefined) return underWay;
    forgetSocket(this);
    const connected = connect.call(this).finally(() => connecting.delete(this));
    connecting.set(this, connected);
    return connected;
  };
}

function forgetSocket(connection: Connection): void {
  const { socket } = connection;
  socket?.removeAllListeners();
  // What an abandoned socket still says is of interest to nobody.
  socket?.on('error', () => undefined);
  socket?.destroy();
  Object.assign(connection, { socket: null, chunks: [], bytesBuffered: 0, bytesNeeded: lengthBytes });
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
 * transactions through, and it cannot require stable offsets. Two more keep it going: its heart when a clock is set back,
 * and its connections when one was cut in the middle of a response. Two are replaced for speed: what decodes records, and the checksum of those that are sent. Refuses any other version of kafkajs with SJ_INTERNAL, because what
 * is mended are its internals.
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
  repairHeartbeat();
  repairReconnect();
  replaceRecordDecoder();
  replaceChecksum();
  isDone = true;
}
