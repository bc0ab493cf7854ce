/** Room for some hundred lines: an allocation each costs more than what is written into it. */
const slabBytes = 65_536;
/** UTF-8 bytes of one UTF-16 unit, at most. */
const maxBytesPerUnit = 3;

/** Puts lines together in slabs. A line is a view that is never written to again. */
export class LineSlabs {
  #slab: Buffer = Buffer.alloc(0);
  #at = 0;

  /** `head`, `middle` and `tail` behind one another, the texts in UTF-8. */
  join(head: string, middle: Uint8Array, tail: string): Buffer {
    const most = (head.length + tail.length) * maxBytesPerUnit + middle.length;
    if (this.#slab.length - this.#at < most) {
      this.#slab = Buffer.allocUnsafeSlow(Math.max(slabBytes, most));
      this.#at = 0;
    }
    const start = this.#at;
    let end = start + this.#slab.write(head, start);
    this.#slab.set(middle, end);
    end += middle.length;
    if (tail !== '') end += this.#slab.write(tail, end);
    this.#at = end;
    return this.#slab.subarray(start, end);
  }
}
