import type { Frame } from '@scrubjay/frame';

const maxFrames = 1024;

function keyOf({ stream, partition, service, format, schemaId, offsets }: Frame): string {
  return [partition, offsets[0], offsets.at(-1), format, service, schemaId, stream].join('\n');
}

/** How often a frame has ended a worker. A frame is known by where it comes from, as its bytes come anew each time. */
export class Strikes {
  readonly #counts = new Map<string, number>();

  of(frame: Frame): number {
    return this.#counts.get(keyOf(frame)) ?? 0;
  }

  add(frame: Frame): void {
    const key = keyOf(frame);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    const oldest = this.#counts.keys().next().value;
    if (this.#counts.size > maxFrames && oldest !== undefined) this.#counts.delete(oldest);
  }

  forget(frame: Frame): void {
    if (this.#counts.size > 0) this.#counts.delete(keyOf(frame));
  }
}
