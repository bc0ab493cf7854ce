import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Random } from '../random.js';
import type { ErrorAnswer } from './http-answers.js';

export type Api = 's3' | 'kms';

/** What happens to a request. Only a real answer of the server is ever a success. */
export type HttpFault =
  | { readonly kind: 'error'; readonly answer: ErrorAnswer }
  /** Nothing is passed on and nothing answered. `cutAtHeal`: then the connection is cut, else it just stays silent. */
  | { readonly kind: 'silence'; readonly cutAtHeal: boolean }
  /** Half of the request's body is passed on, then both connections are cut. */
  | { readonly kind: 'cut-request' }
  /** The server does what it was asked, and the answer is lost: cut in its body, or before it where it has none. */
  | { readonly kind: 'cut-response' }
  /** The answer is the server's, except for its ETag. */
  | { readonly kind: 'wrong-etag' };

export interface HttpRule {
  readonly api: Api;
  /** How many of the requests it falls on: `(0, 1]`. */
  readonly share: number;
  readonly fault: HttpFault;
}

/** A request that was answered by the server with success. */
export interface Answered {
  readonly api: Api;
  readonly method: string;
  readonly path: string;
}

type OnAnswered = (answered: Answered) => Promise<void>;

interface ActiveRule extends HttpRule {
  hits: number;
  readonly silent: Set<Socket>;
}

/** A rule in force. */
export interface Injection {
  /** Requests that it fell on so far. */
  hits(): number;
  end(): void;
}

/** A reverse proxy in front of the S3 and KMS API that passes everything on, except where a rule says otherwise. */
export class HttpProxy {
  readonly #upstream: URL;
  readonly #random: Random;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #server = createServer((req, res) => {
    this.#handle(req, res);
  });
  readonly #rules = new Set<ActiveRule>();
  readonly #watchers = new Set<OnAnswered>();

  constructor(upstream: string, random: Random) {
    this.#upstream = new URL(upstream);
    this.#random = random;
    // A held request is the fault itself.
    this.#server.requestTimeout = 0;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  inject(rule: HttpRule): Injection {
    const active: ActiveRule = { ...rule, hits: 0, silent: new Set() };
    this.#rules.add(active);
    return {
      hits: () => active.hits,
      end: () => {
        this.#rules.delete(active);
        if (active.fault.kind === 'silence' && active.fault.cutAtHeal) {
          for (const socket of active.silent) socket.destroy();
        }
      },
    };
  }

  /** Calls `watcher` for each request that succeeded, before the client hears of it; the answer waits for the watcher. */
  watch(watcher: OnAnswered): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Cuts every connection of a client. */
  cutAll(): void {
    this.#server.closeAllConnections();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #handle(req: IncomingMessage, res: ServerResponse): void {
    // Each side may be cut at any moment: that is what is tested.
    req.on('error', () => undefined);
    res.on('error', () => undefined);
    const api: Api = req.headers['x-amz-target'] === undefined ? 's3' : 'kms';
    const rule = [...this.#rules].find((one) => one.api === api && this.#random.share() < one.share);
    const fault = rule?.fault;
    if (rule !== undefined && fault !== undefined && this.#canFallOn(req, fault)) {
      rule.hits += 1;
      if (fault.kind === 'error') this.#answer(req, res, fault.answer);
      else if (fault.kind === 'silence') rule.silent.add(req.socket);
      else this.#pass(req, res, api, fault);
    } else this.#pass(req, res, api, undefined);
  }

  #canFallOn(req: IncomingMessage, { kind }: HttpFault): boolean {
    if (kind === 'cut-request') return Number(req.headers['content-length'] ?? 0) > 1;
    return true;
  }

  #answer(req: IncomingMessage, res: ServerResponse, { status, headers, body }: ErrorAnswer): void {
    req.resume();
    req.on('end', () => {
      res.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
      res.end(body);
    });
  }

  #pass(req: IncomingMessage, res: ServerResponse, api: Api, fault: HttpFault | undefined): void {
    const { hostname, port } = this.#upstream;
    const headers = { ...req.headers };
    // Node has answered that one itself.
    delete headers.expect;
    const { method = 'GET', url = '/' } = req;
    const up = request({ hostname, port, method, path: url, headers, agent: this.#agent });
    up.on('error', () => req.socket.destroy());
    req.on('aborted', () => up.destroy());
    up.on('response', (answer) => {
      void this.#giveBack(answer, res, { api, method, path: url }, fault);
    });
    if (fault?.kind === 'cut-request') this.#passHalf(req, up);
    else req.pipe(up);
  }

  /** No answer can come: the server is still waiting for the rest. */
  #passHalf(req: IncomingMessage, up: ReturnType<typeof request>): void {
    const half = Math.floor(Number(req.headers['content-length']) / 2);
    let passed = 0;
    req.on('data', (chunk: Buffer) => {
      const part = chunk.subarray(0, Math.max(0, half - passed));
      passed += part.length;
      if (part.length > 0) up.write(part);
      if (passed < half) return;
      req.socket.destroy();
      // What was written is on its way before the connection ends.
      setTimeout(() => up.destroy(), 50);
    });
  }

  async #giveBack(
    answer: IncomingMessage,
    res: ServerResponse,
    asked: Answered,
    fault: HttpFault | undefined,
  ): Promise<void> {
    answer.on('error', () => res.destroy());
    const { statusCode = 502 } = answer;
    if (statusCode < 300) await Promise.all([...this.#watchers].map((watcher) => watcher(asked)));
    if (fault?.kind === 'cut-response') {
      this.#cutAnswer(answer, res);
      return;
    }
    const headers = { ...answer.headers };
    if (fault?.kind === 'wrong-etag' && headers.etag !== undefined)
      headers.etag = '"00000000000000000000000000000000"';
    res.writeHead(statusCode, headers);
    answer.pipe(res);
  }

  #cutAnswer(answer: IncomingMessage, res: ServerResponse): void {
    const half = Math.floor(Number(answer.headers['content-length'] ?? 0) / 2);
    if (half === 0) {
      answer.resume();
      res.destroy();
      return;
    }
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.once('data', (chunk: Buffer) => {
      res.write(chunk.subarray(0, Math.min(half, chunk.length)), () => res.destroy());
      answer.resume();
    });
  }
}
