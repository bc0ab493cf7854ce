import type { Service } from '@scrubjay/e2e';

/** The longest time that a service did not move on in a partition into which the application kept writing. */
export interface Standstill {
  readonly service: Service;
  readonly partition: number;
  readonly seconds: number;
  /** Seconds since the begin of the run. */
  readonly until: number;
}

/** Watches the committed positions of each partition: the sum over all of them grows although one stands still. */
export class Standstills {
  readonly #moved = new Map<string, { readonly offset: number; readonly since: number }>();
  readonly #longest = new Map<string, Standstill>();

  see(service: Service, partition: number, offset: number, now: number): void {
    const key = `${service} ${String(partition)}`;
    const last = this.#moved.get(key);
    if (last === undefined || offset > last.offset) this.#moved.set(key, { offset, since: now });
    const seconds = now - (last?.since ?? now);
    if (seconds >= (this.#longest.get(key)?.seconds ?? 0))
      this.#longest.set(key, { service, partition, seconds, until: now });
  }

  /** One a service and partition. */
  get longest(): readonly Standstill[] {
    return [...this.#longest.values()];
  }
}
