import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Record batches by partition; a request takes one of each. */
export type PartitionBatches = readonly (readonly [partition: number, encoded: Buffer])[];

const produceKey = 0;
/** The last version without tagged fields that all brokers since 2.1 know. */
const produceVersion = 7;
const waitForLeader = 1;
const timeoutMs = 30_000;
const clientId = 'scrubjay-bench';

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Sends record batches that are encoded already to the one broker of a test cluster. kafkajs encodes every record of every
 * request anew, at three times the CPU of all services that it is to load.
 */
export class ProduceSocket {
  readonly #socket: Socket;
  readonly #topic: string;
  readonly #waiting = new Map<number, Waiting>();
  #received: Buffer = Buffer.alloc(0);
  #correlation = 0;

  private constructor(socket: Socket, topic: string) {
    this.#socket = socket;
    this.#topic = topic;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.once('close', () => this.#fail(new Error('The broker closed the connection.')));
    socket.on('error', (error) => this.#fail(error));
  }

  static async open(broker: string, topic: string): Promise<ProduceSocket> {
    const [host = '', port = ''] = broker.split(':');
    const socket = connect(Number(port), host);
    await once(socket, 'connect');
    return new ProduceSocket(socket, topic);
  }

  /** Resolves once the broker has it all. */
  send(batches: PartitionBatches): Promise<void> {
    this.#correlation += 1;
    const correlation = this.#correlation;
    const parts = this.#encode(correlation, batches);
    const length = Buffer.alloc(4);
    length.writeInt32BE(parts.reduce((sum, part) => sum + part.length, 0));
    this.#socket.cork();
    for (const part of [length, ...parts]) this.#socket.write(part);
    this.#socket.uncork();
    return new Promise((resolve, reject) => this.#waiting.set(correlation, { resolve, reject }));
  }

  close(): void {
    this.#socket.destroy();
  }

  #encode(correlation: number, batches: PartitionBatches): Buffer[] {
    const header = Buffer.alloc(8);
    header.writeInt16BE(produceKey, 0);
    header.writeInt16BE(produceVersion, 2);
    header.writeInt32BE(correlation, 4);
    const options = Buffer.alloc(12);
    options.writeInt16BE(-1, 0); // no transaction
    options.writeInt16BE(waitForLeader, 2);
    options.writeInt32BE(timeoutMs, 4);
    options.writeInt32BE(1, 8); // topics
    const count = Buffer.alloc(4);
    count.writeInt32BE(batches.length);
    const parts = [header, textOf(clientId), options, textOf(this.#topic), count];
    for (const [partition, encoded] of batches) {
      const place = Buffer.alloc(8);
      place.writeInt32BE(partition, 0);
      place.writeInt32BE(encoded.length, 4);
      parts.push(place, encoded);
    }
    return parts;
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    while (this.#received.length >= 4) {
      const end = 4 + this.#received.readInt32BE(0);
      if (this.#received.length < end) return;
      this.#answer(this.#received.subarray(4, end));
      this.#received = this.#received.subarray(end);
    }
  }

  #answer(response: Buffer): void {
    const correlation = response.readInt32BE(0);
    const waiting = this.#waiting.get(correlation);
    this.#waiting.delete(correlation);
    const code = firstError(response);
    if (code === 0) waiting?.resolve();
    else waiting?.reject(new Error(`The broker refused records with error ${String(code)}.`));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** Error code of the first partition that has one, of a response with one topic. */
function firstError(response: Buffer): number {
  let at = 8 + 2 + response.readInt16BE(8);
  const partitions = response.readInt32BE(at);
  at += 4;
  // Partition, error code, first offset, time of append and first offset of the log.
  for (let index = 0; index < partitions; index += 1, at += 30) {
    const code = response.readInt16BE(at + 4);
    if (code !== 0) return code;
  }
  return 0;
}

function textOf(text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeInt16BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
}
