/** Entry of a worker thread. It lies beside its pool under this name, in sources, builds and bundles alike. */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerSetup } from './workers/messages.js';
import { serve } from './workers/serve.js';

if (parentPort !== null) serve(parentPort, workerData as WorkerSetup);
