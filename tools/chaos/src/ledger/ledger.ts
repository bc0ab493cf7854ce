/** What is wrong with what came out, against what went in. */
export interface Balance {
  /** Ids that went in, each counted once. */
  readonly ids: number;
  /** Ids that the application wrote more than once, as a confirmation was lost; each of these is a record. */
  readonly writtenAgain: number;
  /** Confirmed by the brokers, and not in the input topic: the brokers' loss. */
  readonly neverStored: number;
  readonly lost: number;
  readonly repeated: number;
  readonly unknown: number;
  /** Some of those that are wrong. */
  readonly examples: readonly string[];
}

type Counts = ReadonlyMap<string, number>;
const exampleCount = 5;

/** How often each id occurs in some bytes. */
export class Tally {
  readonly #pattern: RegExp;
  readonly counts = new Map<string, number>();

  constructor(pattern: RegExp) {
    this.#pattern = pattern;
  }

  add(bytes: Buffer): void {
    for (const [id] of bytes.toString('latin1').matchAll(this.#pattern))
      this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
  }
}

/** Holds what came out to what went in: each id exactly as often. */
export function balance(confirmed: ReadonlySet<string>, input: Counts, output: Counts): Balance {
  const neverStored = [...confirmed].filter((id) => !input.has(id));
  const lost = [...input].filter(([id, count]) => (output.get(id) ?? 0) < count).map(([id]) => id);
  const repeated = [...output]
    .filter(([id, count]) => input.has(id) && count > (input.get(id) ?? 0))
    .map(([id]) => id);
  const unknown = [...output.keys()].filter((id) => !input.has(id));
  return {
    ids: input.size,
    writtenAgain: [...input.values()].filter((count) => count > 1).length,
    neverStored: neverStored.length,
    lost: lost.length,
    repeated: repeated.length,
    unknown: unknown.length,
    examples: [neverStored, lost, repeated, unknown].flatMap((some) => some.slice(0, exampleCount)),
  };
}
