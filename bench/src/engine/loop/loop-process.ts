/** A process of its own: its event loop is that of a redactor, and of nothing else. Started by watch.ts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createContext, sharedConfig, type ServiceContext } from '@scrubjay/boot';
import type { FrameBytes } from '@scrubjay/engine';
import { Consumer } from './consumer.js';
import type { LoopAnswer, LoopOrder, LoopRound } from './messages.js';
import { watchLoop } from './probe.js';

/** The code of the main thread and of the workers is new to V8 at first; a short watch needs no more than its own time. */
const longestWarmUpMs = 2_000;

/** A frame as ingest seals it. Messages between processes turn Buffers into plain arrays. */
function seal({ codec, config }: ServiceContext, { bytes, lengths, format }: FrameBytes): Promise<Buffer> {
  const { length } = lengths;
  return codec.seal('raw', {
    ...{ stream: 'app', partition: 0, environment: config.environment, service: 'api', format, schemaId: '' },
    ...{ ingestedAtMs: 0, rulesetFingerprint: '', findings: [], lengths },
    records: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    offsets: Float64Array.from({ length }, (_, at) => at),
    timestampsMs: new Float64Array(length),
  });
}

async function watchOnce(
  consumer: Consumer | undefined,
  workers: number,
  watchMs: number,
): Promise<LoopRound> {
  consumer?.resume();
  await sleep(Math.min(longestWarmUpMs, watchMs));
  const before = consumer?.bytesOut ?? 0;
  const start = performance.now();
  const times = await watchLoop(watchMs);
  const bytes = (consumer?.bytesOut ?? 0) - before;
  const mbPerSecond = bytes / 1000 / (performance.now() - start);
  await consumer?.pause();
  return { ...times, workers, mbPerSecond };
}

async function watchAll(context: ServiceContext, order: LoopOrder): Promise<LoopRound[]> {
  const sealed: Buffer[] = [];
  for (const frame of order.frames) sealed.push(await seal(context, frame));
  const consumers = new Map<number, Consumer>();
  try {
    for (const workers of order.workers)
      if (workers > 0) consumers.set(workers, await Consumer.start(context, workers, sealed));
    const rounds: LoopRound[] = [];
    for (let round = 0; round < order.rounds; round += 1)
      for (const workers of order.workers)
        rounds.push(await watchOnce(consumers.get(workers), workers, order.watchMs));
    return rounds;
  } finally {
    for (const consumer of consumers.values()) await consumer.close();
  }
}

async function answer(order: LoopOrder): Promise<LoopAnswer> {
  const folder = await mkdtemp(join(tmpdir(), 'scrubjay-bench-'));
  const { policy, rulesDir } = order;
  const config = sharedConfig.parse({
    rules: { policy, ...(rulesDir !== undefined && { dir: rulesDir }) },
    keys: { provider: 'local', dir: join(folder, 'keys') },
    telemetry: { enabled: false, logLevel: 'silent' },
  });
  try {
    const context = await createContext(config, {
      name: 'bench',
      opens: ['raw', 'pseudonym'],
      seals: ['raw', 'scrubbed', 'quarantine'],
    });
    try {
      return { rounds: await watchAll(context, order) };
    } finally {
      await context.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

process.once('message', (order: LoopOrder) => {
  void answer(order).then((done) => {
    process.send?.(done);
    process.disconnect();
  });
});
