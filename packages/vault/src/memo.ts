/** How many results are kept; far more than there are purposes or epochs. */
const capacity = 100;

/** Remembers what was made for a key. Callers that come at once share one attempt; a failed one is forgotten. */
export class Memo<K, V> {
  readonly #make: (key: K) => Promise<V>;
  readonly #made = new Map<K, Promise<V>>();

  constructor(make: (key: K) => Promise<V>) {
    this.#make = make;
  }

  get(key: K): Promise<V> {
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = this.#make(key);
    this.#made.set(key, made);
    made.catch(() => this.#made.delete(key));
    const [oldest] = this.#made.keys();
    if (this.#made.size > capacity && oldest !== undefined) this.#made.delete(oldest);
    return made;
  }

  clear(): void {
    this.#made.clear();
  }
}
