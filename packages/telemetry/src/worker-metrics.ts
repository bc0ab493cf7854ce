import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the redactor's worker threads report; an SRE tunes their number by it. */
export interface WorkerMetrics {
  /** Workers that take frames, those of them that are at one, and frames that wait for a worker. */
  load(workers: number, busy: number, queued: number): void;
  /** A finished frame: seconds that it waited for a worker, and seconds that the worker took. */
  frame(waited: number, worked: number): void;
  /** A worker that ended by itself or was ended over a frame; another takes its place. */
  exit(reason: 'crash' | 'memory' | 'timeout'): void;
}

const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Registers the metrics of workers. Those with labels start at 0 as well. */
export function createWorkerMetrics(registry: Registry): WorkerMetrics {
  const registers = [registry];
  const workers = new Gauge({
    name: 'scrubjay_redactor_workers',
    help: 'Worker threads that take frames.',
    registers,
  });
  const busy = new Gauge({
    name: 'scrubjay_redactor_workers_busy',
    help: 'Worker threads that are at a frame right now.',
    registers,
  });
  const queue = new Gauge({
    name: 'scrubjay_redactor_queue_frames',
    help: 'Frames that wait for a worker right now; at most one for each partition.',
    registers,
  });
  const waits = new Histogram({
    name: 'scrubjay_redactor_queue_seconds',
    help: 'Time that a frame waited for a worker.',
    buckets,
    registers,
  });
  const works = new Histogram({
    name: 'scrubjay_redactor_frame_seconds',
    help: 'Time of a worker for a frame; the rate of its sum is the number of workers that are busy.',
    buckets,
    registers,
  });
  const exits = new Counter({
    name: 'scrubjay_redactor_worker_exits_total',
    help: 'Workers that were replaced because they ended over a frame: crash, full heap, or time-out.',
    labelNames: ['reason'],
    registers,
  });
  for (const reason of ['crash', 'memory', 'timeout']) exits.inc({ reason }, 0);
  return {
    load(count, active, queued) {
      workers.set(count);
      busy.set(active);
      queue.set(queued);
    },
    frame(waited, worked) {
      waits.observe(waited);
      works.observe(worked);
    },
    exit: (reason) => exits.inc({ reason }),
  };
}
