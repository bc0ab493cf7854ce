/** Where the factors of one record were met, in the order in which they are added. One record after the other. */
export class MetPlaces {
  count = 0;
  factors = new Uint32Array(64);
  /** First and last byte at which the factor was complete. */
  firsts = new Uint32Array(64);
  lasts = new Uint32Array(64);

  clear(): void {
    this.count = 0;
  }

  add(factor: number, first: number, last: number): void {
    const at = this.count;
    if (at === this.factors.length) this.#grow();
    this.factors[at] = factor;
    this.firsts[at] = first;
    this.lasts[at] = last;
    this.count = at + 1;
  }

  #grow(): void {
    const { factors, firsts, lasts } = this;
    const length = factors.length * 2;
    this.factors = new Uint32Array(length);
    this.factors.set(factors);
    this.firsts = new Uint32Array(length);
    this.firsts.set(firsts);
    this.lasts = new Uint32Array(length);
    this.lasts.set(lasts);
  }
}
