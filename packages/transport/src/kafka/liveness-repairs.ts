import type { Socket } from 'node:net';
import { requireKafkaJs } from './kafkajs.js';

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

interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests: () => void;
}

/**
 * Requests that wait are looked at again after a while. kafkajs sets the timer also where none waits, and then to a time
 * long past: every connection that was ever used woke the process a thousand times a second.
 */
function repairIdleTimer(): void {
  const { prototype } = requireKafkaJs('kafkajs/src/network/requestQueue/index.js') as {
    readonly prototype: RequestQueue;
  };
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0) schedule.call(this);
  };
}

interface Runner {
  readonly running: boolean;
  readonly fetchManager: { stop: () => Promise<void> };
  fetch: (nodeId: string) => Promise<readonly unknown[]>;
}

/**
 * Where a broker goes, kafkajs waits for its fetchers to end and makes new ones, also when the consumer was stopped
 * meanwhile. Nobody stops these: each finds at once that there is nothing to do, and looks again, and neither timers nor
 * signals come through any more. Here they stop themselves.
 */
function repairFetchAfterStop(): void {
  const { prototype } = requireKafkaJs('kafkajs/src/consumer/runner.js') as { readonly prototype: Runner };
  const fetch = prototype.fetch;
  prototype.fetch = async function (nodeId) {
    if (this.running) return fetch.call(this, nodeId);
    // Not waited for: it ends when this fetcher has.
    void this.fetchManager.stop();
    return [];
  };
}

/** Mends what keeps kafkajs 2.2.4 from going on, or from resting: see docs/decisions/0005. */
export function repairLiveness(): void {
  repairHeartbeat();
  repairReconnect();
  repairIdleTimer();
  repairFetchAfterStop();
}
