const firstStates = 1024;
const firstPositions = 16_384;

/**
 * The states of an automaton: sets of positions, ascending, and the number of what a state accepts, -1 for nothing. Equal states
 * are one. All of them lie in a few arrays, for there are tens of thousands.
 */
export class StateStore {
  count = 0;
  /** The positions of all states, one behind the other: those of state `n` from `starts[n]` up to `starts[n + 1]`. */
  positions = new Int32Array(firstPositions);
  starts = new Uint32Array(firstStates + 1);
  accepts = new Int32Array(firstStates);
  /** By hash: the number of a state plus 1, 0 for nothing. */
  #slots = new Int32Array(firstStates * 2);

  clear(): void {
    this.count = 0;
    this.#slots.fill(0);
  }

  /** The number of the state of these positions, the first `length` of a list. */
  numberOf(accept: number, list: Int32Array, length: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(accept, list, length) & mask;
    for (let known = this.#slots[slot] as number; known !== 0; known = this.#slots[slot] as number) {
      if (this.#isEqual(known - 1, accept, list, length)) return known - 1;
      slot = (slot + 1) & mask;
    }
    const state = this.#add(accept, list, length);
    this.#slots[slot] = state + 1;
    if (this.count * 2 > this.#slots.length) this.#rehash();
    return state;
  }

  #isEqual(state: number, accept: number, list: Int32Array, length: number): boolean {
    const start = this.starts[state] as number;
    if (this.accepts[state] !== accept || (this.starts[state + 1] as number) - start !== length) return false;
    for (let at = 0; at < length; at += 1) if (this.positions[start + at] !== list[at]) return false;
    return true;
  }

  #add(accept: number, list: Int32Array, length: number): number {
    const state = this.count;
    if (state === this.accepts.length) this.#growStates();
    const start = state === 0 ? 0 : (this.starts[state] as number);
    while (start + length > this.positions.length) this.positions = grown(this.positions);
    for (let at = 0; at < length; at += 1) this.positions[start + at] = list[at] as number;
    this.starts[state + 1] = start + length;
    this.accepts[state] = accept;
    this.count = state + 1;
    return state;
  }

  #growStates(): void {
    this.accepts = grown(this.accepts);
    const starts = new Uint32Array(this.accepts.length + 1);
    starts.set(this.starts);
    this.starts = starts;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let state = 0; state < this.count; state += 1) {
      const list = this.positions.subarray(this.starts[state], this.starts[state + 1]);
      let slot = hashOf(this.accepts[state] as number, list, list.length) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = state + 1;
    }
  }
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

/** FNV-1a over the numbers, its bits mixed once more, for numbers differ in few bits. */
function hashOf(accept: number, list: Int32Array, length: number): number {
  let hash = 0x811c9dc5 ^ accept;
  for (let at = 0; at < length; at += 1) hash = Math.imul(hash ^ (list[at] as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
