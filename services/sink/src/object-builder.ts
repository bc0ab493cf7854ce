import type { LineBuffer } from '@scrubjay/frame';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Group } from './grouping.js';

const compress = promisify(gzip);

/** Lines are compressed in pieces of this size, each a gzip member of its own: what is held uncompressed stays small. */
export const memberBytes = 1_048_576;
/** Most members fit: each further piece of zlib's output is another trip to its thread and back. */
const chunkBytes = 262_144;

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
  /** Whether it goes under the quarantine key instead, over an alarm of the auditor. */
  readonly isHeld?: boolean;
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
  readonly #lines: LineBuffer;
  readonly #members: Buffer[] = [];
  readonly #custody: Custody[] = [];
  #records = 0;
  #bytes = 0;

  /** `lines` is empty, and belongs to this object until it is built. */
  constructor(group: Group, level: number, lines: LineBuffer) {
    this.group = group;
    this.#level = level;
    this.#lines = lines;
  }

  /** Where the next line is to be written; {@link count} follows. Not while {@link settle} is under way. */
  get lines(): LineBuffer {
    return this.#lines;
  }

  /** Says that a line was written. `ingestedAtMs`: Unix milliseconds of ingest's custody. */
  count(ingestedAtMs: number): void {
    this.#records += 1;
    const last = this.#custody.at(-1);
    if (last?.ingestedAtMs === ingestedAtMs) last.records += 1;
    else this.#custody.push({ ingestedAtMs, records: 1 });
  }

  /** Whether what has gathered is worth a member. */
  get isDue(): boolean {
    return this.#lines.length >= memberBytes;
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
    if (this.#lines.length === 0) return;
    this.#bytes += this.#lines.length;
    this.#members.push(await compress(this.#lines.content(), { level: this.#level, chunkSize: chunkBytes }));
    this.#lines.clear();
  }
}
