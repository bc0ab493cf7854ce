import { Worker, type WorkerOptions } from 'node:worker_threads';

/** A worker thread whose output goes nowhere: what a library or Node writes there may quote a record. */
export function startSilentWorker(script: URL, options: WorkerOptions): Worker {
  const worker = new Worker(script, { ...options, stdout: true, stderr: true });
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}
