import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '@scrubjay/e2e';

type Processes = Awaited<ReturnType<World['startAll']>>;
export type ServiceName = keyof Processes;
export const serviceNames: readonly ServiceName[] = ['ingest', 'redactor', 'sink'];

/** What a service says of itself at one moment; all but memory since its start. */
export interface ServiceSample {
  /** Seconds since the sampling began. */
  readonly at: number;
  readonly cpuSeconds: number;
  readonly rssBytes: number;
  /** Handles that keep libuv's loop busy: sockets, timers, pipes. */
  readonly handles: number;
  readonly bytesIn: number;
  readonly batches: number;
  readonly kmsRequests: number;
  readonly objects: number;
}

const intervalMs = 1_000;

/** Reads the services' own metrics once a second, from `start` to `stop`. */
export class ServiceSamples {
  readonly #processes: Processes;
  readonly #samples: Record<ServiceName, ServiceSample[]> = { ingest: [], redactor: [], sink: [] };
  readonly #stopping = new AbortController();
  readonly #started = performance.now();
  #running: Promise<void> = Promise.resolve();

  constructor(processes: Processes) {
    this.#processes = processes;
  }

  /** Record bytes that a service has finished with since it started, as of the last sample. */
  bytesIn(name: ServiceName): number {
    return this.#samples[name].at(-1)?.bytesIn ?? 0;
  }

  async start(): Promise<void> {
    await this.#take();
    this.#running = this.#repeat();
  }

  /** Takes a last sample. */
  async stop(): Promise<Readonly<Record<ServiceName, readonly ServiceSample[]>>> {
    this.#stopping.abort();
    await this.#running;
    await this.#take();
    return this.#samples;
  }

  async #repeat(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.#take();
    }
  }

  async #take(): Promise<void> {
    await Promise.all(
      serviceNames.map(async (name) => {
        const metrics = await this.#processes[name].metrics();
        this.#samples[name].push({
          at: (performance.now() - this.#started) / 1000,
          cpuSeconds: metrics.sum('process_cpu_seconds_total'),
          rssBytes: metrics.sum('process_resident_memory_bytes'),
          handles: metrics.sum('nodejs_active_handles_total'),
          bytesIn: metrics.sum(`scrubjay_${name}_bytes_total`, { direction: 'in' }),
          batches: metrics.sum(`scrubjay_${name}_batch_seconds_count`),
          kmsRequests: metrics.sum('scrubjay_kms_requests_total'),
          objects: metrics.sum('scrubjay_sink_objects_total'),
        });
      }),
    );
  }
}

/** What was used between the first sample and the last. */
export function usedBetween(
  samples: readonly ServiceSample[],
): ServiceSample & { readonly peakRssBytes: number } {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('There are no samples.');
  return {
    at: last.at - first.at,
    cpuSeconds: last.cpuSeconds - first.cpuSeconds,
    rssBytes: last.rssBytes,
    handles: last.handles,
    peakRssBytes: Math.max(...samples.map(({ rssBytes }) => rssBytes)),
    bytesIn: last.bytesIn - first.bytesIn,
    batches: last.batches - first.batches,
    kmsRequests: last.kmsRequests - first.kmsRequests,
    objects: last.objects - first.objects,
  };
}
