import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Group } from './grouping.js';

const compress = promisify(gzip);

/** Lines are compressed in pieces of this size, each a gzip member of its own: what is held uncompressed stays small. */
const memberBytes = 1_048_576;

/** One object before it is sealed: canonical records as gzip-compressed JSON lines. */
export interface ObjectOutput {
  readonly kind: 'object';
  readonly key: string;
  readonly group: Group;
  readonly body: Buffer;
  readonly records: number;
  /** Bytes before compression. */
  readonly plainBytes: number;
  /** When ingest took custody of the records, with their number: for the latency metric. */
  readonly custody: readonly Custody[];
}

export interface Custody {
  /** Unix milliseconds. */
  readonly ingestedAtMs: number;
  records: number;
}

/** Collects the lines of one object. A gzip file may have several members (RFC 1952, section 2.2). */
export class ObjectBuilder {
  readonly group: Group;
  readonly #level: number;
  readonly #members: Buffer[] = [];
  readonly #custody: Custody[] = [];
  #lines: Buffer[] = [];
  #pending = 0;
  #records = 0;
  #bytes = 0;

  constructor(group: Group, level: number) {
    this.group = group;
    this.#level = level;
  }

  /** Adds one line with its closing newline. `ingestedAtMs`: Unix milliseconds of ingest's custody. */
  add(line: Buffer, ingestedAtMs: number): void {
    this.#lines.push(line);
    this.#pending += line.length;
    this.#records += 1;
    const last = this.#custody.at(-1);
    if (last?.ingestedAtMs === ingestedAtMs) last.records += 1;
    else this.#custody.push({ ingestedAtMs, records: 1 });
  }

  /** Whether what has gathered is worth a member. */
  get isDue(): boolean {
    return this.#pending >= memberBytes;
  }

  /** Compresses what has gathered. */
  settle(): Promise<void> {
    return this.#compress();
  }

  async build(key: string): Promise<ObjectOutput> {
    await this.#compress();
    return {
      kind: 'object',
      key,
      group: this.group,
      body: Buffer.concat(this.#members),
      records: this.#records,
      plainBytes: this.#bytes,
      custody: this.#custody,
    };
  }

  async #compress(): Promise<void> {
    if (this.#pending === 0) return;
    const plain = Buffer.concat(this.#lines, this.#pending);
    this.#lines = [];
    this.#pending = 0;
    this.#bytes += plain.length;
    this.#members.push(await compress(plain, { level: this.#level }));
  }
}
