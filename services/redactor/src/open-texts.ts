import type { OpenText } from '@scrubjay/engine';
import type { Frame } from '@scrubjay/frame';

interface Entry {
  /** Source offsets of the frame's first and last record. */
  readonly first: number;
  readonly last: number;
  readonly before: readonly OpenText[];
  readonly after: readonly OpenText[];
}

function keyOf({ stream, partition, service, format }: Frame): string {
  return `${stream}\n${partition}\n${service}\n${format}`;
}

/** Whether a frame comes from quarantine: it still says why it was withheld. */
function isReplayed({ quarantine }: Frame): boolean {
  return quarantine !== undefined;
}

/**
 * The texts that run on from one frame of a source into the next: PEM blocks, cut lines. Kept in memory only, of the
 * sources seen last; after a restart the first frame of a source is read without them. A frame that was replayed from
 * quarantine comes long after its neighbours: it goes on from nothing, and leaves what is open of its source alone.
 */
export class OpenTexts {
  readonly #entries = new Map<string, Entry>();
  readonly #maxSources: number;

  /** One source takes at most 16 texts of some 4 KiB, and nearly all take none. */
  constructor(maxSources = 256) {
    this.#maxSources = maxSources;
  }

  /** What the frames before this one left open; the same again for a frame that comes again. */
  before(frame: Frame): readonly OpenText[] {
    const entry = isReplayed(frame) ? undefined : this.#entries.get(keyOf(frame));
    const first = frame.offsets[0] ?? 0;
    if (entry === undefined) return [];
    if (first === entry.first) return entry.before;
    return first > entry.last ? entry.after : [];
  }

  remember(frame: Frame, before: readonly OpenText[], after: readonly OpenText[]): void {
    if (isReplayed(frame)) return;
    const key = keyOf(frame);
    this.#entries.delete(key);
    if (before.length === 0 && after.length === 0) return;
    const { offsets } = frame;
    this.#entries.set(key, { first: offsets[0] ?? 0, last: offsets.at(-1) ?? 0, before, after });
    const oldest = this.#entries.keys().next().value;
    if (this.#entries.size > this.#maxSources && oldest !== undefined) this.#entries.delete(oldest);
  }
}
