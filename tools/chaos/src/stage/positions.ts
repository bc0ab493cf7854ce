import { setTimeout as sleep } from 'node:timers/promises';
import { services, type Service, type World } from '@scrubjay/e2e';
import type { Admin } from 'kafkajs';
import { Standstills, type Standstill } from './standstills.js';

export type Totals = Readonly<Record<Service, number>>;

const pollMs = 200;
const unstableMs = 15;
const unstableTries = 40;

/**
 * The sum of each service's committed offsets, read again and again: a service consumes when its sum grows. Read from the
 * brokers directly, so that what is done to the services' own connections does not blind it.
 */
export class Positions {
  readonly #world: World;
  readonly #sources: Readonly<Record<Service, string>>;
  readonly #standstills = new Standstills();
  #begun = performance.now();
  #admin: Admin | undefined;
  #isClosed = false;
  #running: Promise<void> = Promise.resolve();
  #latest: Record<Service, number> = { ingest: 0, redactor: 0, sink: 0 };

  constructor(world: World) {
    this.#world = world;
    const { input, raw, scrubbed } = world.topics;
    this.#sources = { ingest: input, redactor: raw, sink: scrubbed };
  }

  get latest(): Totals {
    return { ...this.#latest };
  }

  start(): void {
    this.#begun = performance.now();
    this.#running = this.#follow();
  }

  /** Milliseconds until the service has committed beyond `from`; undefined when that takes longer than `limitMs`. */
  async moved(service: Service, from: number, limitMs: number): Promise<number | undefined> {
    const begun = performance.now();
    while (this.#latest[service] <= from) {
      if (performance.now() - begun > limitMs) return undefined;
      await sleep(20);
    }
    return performance.now() - begun;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
    await this.#disconnect();
  }

  async #follow(): Promise<void> {
    while (!this.#isClosed) {
      for (const service of services) {
        try {
          const total = await this.#read(service);
          this.#latest[service] = Math.max(this.#latest[service], total);
        } catch {
          // The brokers are what is tested: a new client may find others.
          await this.#disconnect();
        }
      }
      await sleep(pollMs);
    }
  }

  /** The longest standstills so far, of partitions. */
  get standstills(): readonly Standstill[] {
    return this.#standstills.longest;
  }

  async #read(service: Service): Promise<number> {
    this.#admin ??= await this.#connect();
    const groupId = `${this.#world.groupPrefix}.${service}`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const [found] = await this.#admin.fetchOffsets({ groupId, topics: [this.#sources[service]] });
        const now = (performance.now() - this.#begun) / 1000;
        let sum = 0;
        for (const { partition, offset } of found?.partitions ?? []) {
          const position = Math.max(0, Number(offset));
          this.#standstills.see(service, partition, position, now);
          sum += position;
        }
        return sum;
      } catch (error) {
        // A transaction that moves a position is open.
        if ((error as { readonly type?: unknown }).type !== 'UNSTABLE_OFFSET_COMMIT') throw error;
        if (attempt === unstableTries) return 0;
      }
      await sleep(unstableMs);
    }
  }

  async #connect(): Promise<Admin> {
    const admin = this.#world.kafka.newClient(1).admin();
    await admin.connect();
    return admin;
  }

  async #disconnect(): Promise<void> {
    const admin = this.#admin;
    this.#admin = undefined;
    await admin?.disconnect().catch(() => undefined);
  }
}
