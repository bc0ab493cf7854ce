import type { Service } from '@scrubjay/e2e';
import type { OnPage } from '../stage/timeline.js';

/** What a process says of itself at one moment. */
export interface ProcessSample {
  /** Seconds since the begin of the run. */
  readonly second: number;
  readonly instance: string;
  readonly service: Service;
  readonly rssBytes: number;
  /** Of those, what JavaScript uses on its heap, and what lies outside of it: buffers. */
  readonly heapBytes: number;
  readonly externalBytes: number;
  /** Handles that keep libuv's loop busy: sockets, timers' wheels, pipes. */
  readonly handles: number;
  readonly openFiles: number;
  /** Messages that wait behind the last batch taken, over all partitions. */
  readonly lag: number;
}

/** Memory, handles and lag of every process, as often as the timeline reads its metrics. */
export class ProcessSamples {
  readonly all: ProcessSample[] = [];

  readonly add: OnPage = ({ name, service }, metrics, second) => {
    this.all.push({
      ...{ second, instance: name, service },
      rssBytes: metrics.sum('process_resident_memory_bytes'),
      heapBytes: metrics.sum('nodejs_heap_size_used_bytes'),
      externalBytes: metrics.sum('nodejs_external_memory_bytes'),
      handles: metrics.sum('nodejs_active_handles_total'),
      openFiles: metrics.sum('process_open_fds'),
      lag: metrics.sum('scrubjay_consumer_lag_records'),
    });
  };

  /** The most memory that a process of each service had from a moment on. */
  mostRss(from = 0): Readonly<Record<string, number>> {
    const most: Record<string, number> = {};
    for (const { second, service, rssBytes } of this.all)
      if (second >= from) most[service] = Math.max(most[service] ?? 0, rssBytes);
    return most;
  }
}
