import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '@scrubjay/e2e';
import type { Fleet } from '../stage/fleet.js';

/** What a process says of itself at one moment. */
export interface ProcessSample {
  /** Seconds since the begin of the run. */
  readonly second: number;
  readonly instance: string;
  readonly service: Service;
  readonly rssBytes: number;
  /** Handles that keep libuv's loop busy: sockets, timers' wheels, pipes. */
  readonly handles: number;
  readonly openFiles: number;
  /** Messages that wait behind the last batch taken, over all partitions. */
  readonly lag: number;
}

const intervalMs = 1_000;

/** Memory, handles and lag of every process, once a second. */
export class ProcessSamples {
  readonly all: ProcessSample[] = [];
  readonly #fleet: Fleet;
  readonly #now: () => number;
  #isClosed = false;
  #running: Promise<void> = Promise.resolve();

  constructor(fleet: Fleet, now: () => number) {
    this.#fleet = fleet;
    this.#now = now;
  }

  start(): void {
    this.#running = this.#follow();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#running;
  }

  /** The most memory that a process of each service had from a moment on. */
  mostRss(from = 0): Readonly<Record<string, number>> {
    const most: Record<string, number> = {};
    for (const { second, service, rssBytes } of this.all)
      if (second >= from) most[service] = Math.max(most[service] ?? 0, rssBytes);
    return most;
  }

  async #follow(): Promise<void> {
    while (!this.#isClosed) await Promise.all([this.#look(), sleep(intervalMs)]);
  }

  async #look(): Promise<void> {
    await Promise.all(
      this.#fleet.instances.map(async (instance) => {
        const metrics = await instance.metrics();
        if (metrics === undefined || metrics.text === '') return;
        this.all.push({
          second: this.#now(),
          instance: instance.name,
          service: instance.service,
          rssBytes: metrics.sum('process_resident_memory_bytes'),
          handles: metrics.sum('nodejs_active_handles_total'),
          openFiles: metrics.sum('process_open_fds'),
          lag: metrics.sum('scrubjay_consumer_lag_records'),
        });
      }),
    );
  }
}
