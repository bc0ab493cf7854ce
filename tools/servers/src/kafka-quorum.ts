import { connect } from 'node:net';

/** Who leads the metadata quorum, which is to say the active controller. */
export interface QuorumLeader {
  /** Node id; -1 while there is none. */
  readonly nodeId: number;
  readonly epoch: number;
}

const describeQuorum = 55;
const metadataTopic = '__cluster_metadata';
const timeoutMs = 3_000;

/**
 * Asks a broker (DescribeQuorum, version 0: kafkajs does not know it, and what it calls the controller is any broker in
 * KRaft mode). Rejects when there is no answer. Layout: DescribeQuorumRequest.json and …Response.json of Apache Kafka.
 */
export async function fetchQuorumLeader(host: string, port: number): Promise<QuorumLeader> {
  const answer = await exchange(host, port, request());
  return parse(answer);
}

function request(): Buffer {
  const clientId = Buffer.from('scrubjay-servers');
  const topic = Buffer.from(metadataTopic);
  const head = Buffer.alloc(10);
  head.writeInt16BE(describeQuorum, 0);
  head.writeInt16BE(0, 2);
  head.writeInt32BE(1, 4);
  head.writeInt16BE(clientId.length, 8);
  const noTags = Buffer.from([0]);
  const partition = Buffer.from([0, 0, 0, 0, 0]);
  // Lengths of compact arrays and strings are one more than they are.
  const topics = [Buffer.from([2, topic.length + 1]), topic, Buffer.from([2]), partition, noTags];
  const body = Buffer.concat([head, clientId, noTags, ...topics, noTags]);
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

function parse(answer: Buffer): QuorumLeader {
  // Correlation id and tags of the header, then the error of the whole.
  const error = answer.readInt16BE(5);
  if (error !== 0) throw new Error(`DescribeQuorum was answered with error ${String(error)}.`);
  const nameAt = 8;
  const name = answer.readUInt8(nameAt) - 1;
  const partitionAt = nameAt + 1 + name + 1;
  const partitionError = answer.readInt16BE(partitionAt + 4);
  if (partitionError !== 0)
    throw new Error(`DescribeQuorum was answered with error ${String(partitionError)}.`);
  return { nodeId: answer.readInt32BE(partitionAt + 6), epoch: answer.readInt32BE(partitionAt + 10) };
}

/** Sends one request and returns the response without its length. */
async function exchange(host: string, port: number, bytes: Buffer): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let received = Buffer.alloc(0);
    const end = (finish: () => void): void => {
      socket.destroy();
      finish();
    };
    socket.setTimeout(timeoutMs, () => end(() => reject(new Error('The broker does not answer.'))));
    socket.on('error', (error) => end(() => reject(error)));
    socket.on('close', () => reject(new Error('The broker closed the connection.')));
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      end(() => resolve(received.subarray(4)));
    });
  });
}
