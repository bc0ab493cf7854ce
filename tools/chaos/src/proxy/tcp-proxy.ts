import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What a network is like. All fields at rest: as fast as the machine. */
export interface Conditions {
  /** Each piece comes so much later, in each direction. */
  readonly latencyMs?: number;
  /** Over all connections of the proxy, in each direction. */
  readonly bytesPerSecond?: number;
  /** Nothing comes through, and nobody is told. */
  readonly isBlackhole?: boolean;
}

/** Pieces so large that a slow network does not deliver them in one go. */
const pieceBytes = 16_384;

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

/** Stands in front of one server; clients connect to `port`. */
export class TcpProxy {
  readonly #server = createServer((client) => {
    this.#accept(client);
  });
  readonly #links = new Set<Link>();
  #target: { readonly host: string; readonly port: number } | undefined;
  #conditions: Conditions = {};
  #waiting: (() => void)[] = [];
  #delayed = 0;
  /** When the narrow line is free again, in each direction; a line is shared by all connections. */
  readonly #freeAt = { up: 0, down: 0 };

  async listen(host = '127.0.0.1'): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, host, resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Open connections. */
  get connections(): number {
    return this.#links.size;
  }

  /** Pieces that were held up or slowed down so far. */
  get delayed(): number {
    return this.#delayed;
  }

  forwardTo(host: string, port: number): void {
    this.#target = { host, port };
  }

  set(conditions: Conditions): void {
    this.#conditions = conditions;
    if (conditions.isBlackhole === true) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    waiting.forEach((resume) => resume());
  }

  /** Cuts every connection with a RST; returns how many there were. */
  reset(): number {
    const links = [...this.#links];
    for (const { client, server } of links) {
      client.resetAndDestroy();
      server.destroy();
    }
    return links.length;
  }

  async close(): Promise<void> {
    this.set({});
    this.reset();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(client: Socket): void {
    if (this.#target === undefined) {
      client.destroy();
      return;
    }
    const server = connect(this.#target);
    const link = { client, server };
    this.#links.add(link);
    const end = (): void => {
      this.#links.delete(link);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', end);
    }
    this.#pump(client, server, 'up');
    this.#pump(server, client, 'down');
  }

  /** Passes on in order; reading stops while a piece is on its way, so nothing piles up here. */
  #pump(from: Socket, to: Socket, way: 'up' | 'down'): void {
    from.on('data', (chunk: Buffer) => {
      const isAtRest = this.#isAtRest();
      if (isAtRest && to.write(chunk)) return;
      from.pause();
      void (isAtRest ? drained(to) : this.#passSlowly(chunk, to, way)).then(() => {
        if (!from.destroyed) from.resume();
      });
    });
    from.on('end', () => {
      if (this.#isAtRest()) to.end();
      else void this.#held().then(() => to.end());
    });
  }

  #isAtRest(): boolean {
    const { latencyMs, bytesPerSecond, isBlackhole } = this.#conditions;
    return latencyMs === undefined && bytesPerSecond === undefined && isBlackhole !== true;
  }

  async #passSlowly(chunk: Buffer, to: Socket, way: 'up' | 'down'): Promise<void> {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const piece = chunk.subarray(at, at + pieceBytes);
      await this.#held();
      const waitMs = this.#delayOf(piece.length, way);
      if (waitMs > 0) {
        this.#delayed += 1;
        await sleep(waitMs);
        await this.#held();
      }
      if (to.destroyed) return;
      if (!to.write(piece)) await drained(to);
    }
  }

  #delayOf(bytes: number, way: 'up' | 'down'): number {
    const { latencyMs = 0, bytesPerSecond } = this.#conditions;
    if (bytesPerSecond === undefined) return latencyMs;
    const now = performance.now();
    const begin = Math.max(now, this.#freeAt[way]);
    this.#freeAt[way] = begin + (bytes / bytesPerSecond) * 1000;
    return this.#freeAt[way] - now + latencyMs;
  }

  /** Resolves once it is no blackhole. */
  async #held(): Promise<void> {
    while (this.#conditions.isBlackhole === true) {
      this.#delayed += 1;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) {
      resolve();
      return;
    }
    const done = (): void => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}
