import { setTimeout as sleep } from 'node:timers/promises';
import { services, type Service } from '@scrubjay/e2e';
import type { Metrics, ServiceProcess } from '@scrubjay/testkit';
import type { Fleet } from './fleet.js';
import type { Instance } from './instance.js';

/** How much had been done at one moment. */
export interface Sample extends Readonly<Record<Service, number>> {
  /** Seconds since the begin of the run. */
  readonly second: number;
  /** Messages that were sent. */
  readonly sent: number;
}

const intervalMs = 500;

/** Told of each page that was read. */
export type OnPage = (instance: Instance, metrics: Metrics, second: number) => void;

/** What the services count, over all their processes, dead ones included. */
export class Timeline {
  readonly samples: Sample[] = [];
  readonly #fleet: Fleet;
  readonly #sent: () => number;
  readonly #onPage: OnPage;
  readonly #begun: number;
  readonly #counts = new Map<ServiceProcess, { readonly service: Service; readonly records: number }>();
  readonly #pages = new Map<ServiceProcess, string>();
  #isClosed = false;
  #running: Promise<void> = Promise.resolve();

  constructor(fleet: Fleet, sent: () => number, onPage: OnPage = () => undefined) {
    this.#fleet = fleet;
    this.#sent = sent;
    this.#onPage = onPage;
    this.#begun = performance.now();
  }

  /** Seconds since the begin of the run. */
  get now(): number {
    return (performance.now() - this.#begun) / 1000;
  }

  /** The last /metrics page of each process. */
  get pages(): readonly string[] {
    return [...this.#pages.values()];
  }

  start(): void {
    this.#running = this.#follow();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  /** Records a second that came through a service between two moments. */
  rate(service: Service, from: number, to: number): number {
    const first = this.samples.findLast(({ second }) => second <= from) ?? this.samples[0];
    const last = this.samples.find(({ second }) => second >= to) ?? this.samples.at(-1);
    if (first === undefined || last === undefined || last.second <= first.second) return 0;
    return (last[service] - first[service]) / (last.second - first.second);
  }

  async #follow(): Promise<void> {
    while (!this.#isClosed) {
      await Promise.all([this.#look(), sleep(intervalMs)]);
    }
  }

  async #look(): Promise<void> {
    await Promise.all(
      this.#fleet.instances.map(async (instance) => {
        const { process, service } = instance;
        const metrics = await instance.metrics();
        if (metrics === undefined || metrics.text === '') return;
        this.#counts.set(process, { service, records: metrics.sum(`scrubjay_${service}_records_total`) });
        this.#pages.set(process, metrics.text);
        this.#onPage(instance, metrics, this.now);
      }),
    );
    const totals: Record<Service, number> = { ingest: 0, redactor: 0, sink: 0 };
    for (const { service, records } of this.#counts.values()) totals[service] += records;
    for (const service of services)
      totals[service] = Math.max(totals[service], this.samples.at(-1)?.[service] ?? 0);
    this.samples.push({ second: this.now, sent: this.#sent(), ...totals });
  }
}
