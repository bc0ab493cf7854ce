import { Buffer } from 'node:buffer';

/** A power of two; four times the values, so that they are found at the first look. */
const slotCount = 8192;
/** Values of one generation. */
export const generation = slotCount / 4;
/** Slots that a value may stand in. Nobody can make more of them collide than this costs. */
const mostLooks = 16;

/** What has been made of a value. */
interface Entry {
  readonly id: string;
  readonly value: Buffer;
  readonly made: Buffer;
}

/** FNV-1a, 32 bits. */
function hashOf(bytes: Buffer, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
  return (hash ^ (hash >>> 15)) & (slotCount - 1);
}

/** Results by the bytes of a value, and by whose value it is. It is looked into without making a string. */
export class ValueCache {
  #slots: (Entry | undefined)[] = [];
  size = 0;

  constructor() {
    this.clear();
  }

  clear(): void {
    this.#slots = new Array<Entry | undefined>(slotCount).fill(undefined);
    this.size = 0;
  }

  get(id: string, bytes: Buffer, from: number, to: number): Buffer | undefined {
    const hash = hashOf(bytes, from, to);
    for (let look = 0; look < mostLooks; look += 1) {
      const entry = this.#slots[(hash + look) & (slotCount - 1)];
      if (entry === undefined) return undefined;
      if (entry.id === id && isEqual(entry.value, bytes, from, to)) return entry.made;
    }
    return undefined;
  }

  /** Keeps the result for a value that is not in it, unless too many others are in its place. */
  add(id: string, bytes: Buffer, from: number, to: number, made: Buffer): void {
    const hash = hashOf(bytes, from, to);
    for (let look = 0; look < mostLooks; look += 1) {
      const slot = (hash + look) & (slotCount - 1);
      if (this.#slots[slot] !== undefined) continue;
      this.#slots[slot] = { id, value: Buffer.from(bytes.subarray(from, to)), made };
      this.size += 1;
      return;
    }
  }
}

function isEqual(value: Buffer, bytes: Buffer, from: number, to: number): boolean {
  if (value.length !== to - from) return false;
  for (let at = 0; at < value.length; at += 1) if (value[at] !== bytes[from + at]) return false;
  return true;
}
