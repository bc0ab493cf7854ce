import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { ScrubjayError, toScrubjayError } from '@scrubjay/errors';
import { streamOf } from './stream-name.js';

/** How far a file has been read. */
export interface SavedPosition {
  /** Bytes of the uncompressed stream that are done. */
  readonly position: number;
  /** Counts how often the file under this identity began anew. */
  readonly generation: number;
}

const fileName = 'positions.json';

/**
 * The positions of all files, in `positions.json` of the state directory. Every change is durable when its promise
 * resolves: a temporary file, fsync, rename, fsync of the directory. One process at a time may use the directory.
 */
export class Positions {
  readonly #stateDir: string;
  readonly #saved: Map<string, SavedPosition>;
  #writing: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;

  private constructor(stateDir: string, saved: Map<string, SavedPosition>) {
    this.#stateDir = stateDir;
    this.#saved = saved;
  }

  /** Rejects with SJ_STATE_DAMAGED, or SJ_STATE_UNWRITABLE where nothing could be saved later. */
  static async open(stateDir: string): Promise<Positions> {
    const path = join(stateDir, fileName);
    let saved = new Map<string, SavedPosition>();
    try {
      await mkdir(stateDir, { recursive: true, mode: 0o700 });
      saved = parse(await readFile(path, 'utf8'), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unwritable(error, stateDir);
    }
    const positions = new Positions(stateDir, saved);
    await positions.#write();
    return positions;
  }

  get(identity: string): SavedPosition | undefined {
    return this.#saved.get(identity);
  }

  /** Saves that come while another is being written go to the disk together. */
  save(identity: string, position: SavedPosition): Promise<void> {
    this.#saved.set(identity, position);
    this.#queued ??= this.#writing
      .catch(() => undefined)
      .then(() => {
        this.#queued = undefined;
        this.#writing = this.#write();
        return this.#writing;
      });
    return this.#queued;
  }

  /** Resolves once no save is under way, however it ended. */
  async idle(): Promise<void> {
    await Promise.allSettled([this.#queued]);
    await Promise.allSettled([this.#writing]);
  }

  async #write(): Promise<void> {
    const path = join(this.#stateDir, fileName);
    const temporary = `${path}.tmp`;
    const text = JSON.stringify({ version: 1, positions: Object.fromEntries(this.#saved) }, undefined, 2);
    try {
      const file = await open(temporary, 'w', 0o600);
      try {
        await file.writeFile(`${text}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
      const folder = await open(this.#stateDir, 'r');
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    } catch (error) {
      throw unwritable(error, this.#stateDir);
    }
  }
}

/**
 * How far each stream of files was done, by its name, without taking the directory over. A stream of before a file began
 * anew counts as done: nobody reads it again.
 * @throws SJ_STATE_DAMAGED
 */
export async function readFilePositions(stateDir: string): Promise<ReadonlyMap<string, bigint>> {
  const path = join(stateDir, fileName);
  const streams = new Map<string, bigint>();
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw toScrubjayError(error, 'SJ_STATE_UNWRITABLE', `${path} cannot be read`);
  });
  if (text === undefined) return streams;
  for (const [identity, { position, generation }] of parse(text, path)) {
    for (let before = 0; before < generation; before += 1)
      streams.set(streamOf(identity, before), BigInt(Number.MAX_SAFE_INTEGER));
    streams.set(streamOf(identity, generation), BigInt(position));
  }
  return streams;
}

function unwritable(error: unknown, stateDir: string): ScrubjayError {
  return toScrubjayError(error, 'SJ_STATE_UNWRITABLE', `The state directory ${stateDir} cannot be used`);
}

function parse(text: string, path: string): Map<string, SavedPosition> {
  const damaged = new ScrubjayError('SJ_STATE_DAMAGED', `${path} holds no positions.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged;
  }
  const { version, positions } = (value ?? {}) as { version?: unknown; positions?: unknown };
  if (version !== 1 || typeof positions !== 'object' || positions === null) throw damaged;
  const saved = Object.entries(positions).map(([identity, entry]): [string, SavedPosition] => {
    const { position, generation } = (entry ?? {}) as { position?: unknown; generation?: unknown };
    if (!isCount(position) || !isCount(generation)) throw damaged;
    return [identity, { position, generation }];
  });
  return new Map(saved);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
