import { cpus, loadavg } from 'node:os';
import type { World } from '@scrubjay/e2e';
import { FrameWatch, quantile } from './frame-watch.js';
import { LoadGenerator, type Sent } from './load-generator.js';
import { openWorld } from './open-world.js';
import type { Payload } from './payload.js';
import { ServiceSamples, type ServiceName, type ServiceSample } from './service-samples.js';
import { ServerMeter, type ServerCpu } from './server-cpu.js';
import type { Settings } from './settings.js';

type Samples = Readonly<Record<ServiceName, readonly ServiceSample[]>>;

/** One backlog drained: from all services running until every record is durable and every offset committed. */
export interface Drain {
  readonly bytes: number;
  readonly records: number;
  readonly seconds: number;
  readonly samples: Samples;
  /** CPU seconds of the whole machine: services, broker, store and whatever else ran. */
  readonly machineCpuSeconds: number;
  /** CPU seconds of the servers while the backlog was drained; undefined where the system does not say. */
  readonly servers: ServerCpu;
  /** CPU seconds of the load generator and the broker while the backlog was written. */
  readonly writing: ServerCpu & { readonly generator: number };
  /** One-minute load average at the start, as a hint at what else ran. */
  readonly load: number;
}

/** One pace held for a while. Latencies in milliseconds, from the application's send to the committed frame. */
export interface Load {
  readonly percent: number;
  readonly sentBytesPerSecond: number;
  readonly samples: Samples;
  readonly observed: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const limitMs = 3_600_000;
/** Joining, filling caches and compiling are not what a load is about. */
const warmUpSeconds = 3;
/** Frames are opened at about this pace, whatever the load. */
const watchedBytesPerSecond = 4_000_000;

/** Waits in Kafka first, then drained by new processes. */
export async function drainBacklog(settings: Settings, payload: Payload, bytes: number): Promise<Drain> {
  const { world, configFile, close } = await openWorld(settings);
  try {
    const meter = await ServerMeter.open(world);
    const written = await writeBacklog(settings, world, meter, payload, bytes);
    const { sent, writing } = written;
    const samples = new ServiceSamples(await startServices(world, configFile, settings.profile));
    const [load = 0] = loadavg();
    const cpuBefore = busyCpuSeconds();
    const serversBefore = await meter.read();
    const started = performance.now();
    await samples.start();
    await world.finished(limitMs);
    const seconds = (performance.now() - started) / 1000;
    const machineCpuSeconds = busyCpuSeconds() - cpuBefore;
    return {
      bytes: sent.bytes,
      records: sent.messages,
      seconds,
      samples: await samples.stop(),
      machineCpuSeconds,
      servers: await meter.since(serversBefore),
      writing,
      load,
    };
  } finally {
    await close();
  }
}

async function writeBacklog(
  settings: Settings,
  world: World,
  meter: ServerMeter,
  payload: Payload,
  bytes: number,
): Promise<{ readonly sent: Sent; readonly writing: Drain['writing'] }> {
  const generator = await LoadGenerator.open(world, payload, settings.codec);
  const before = await meter.read();
  const usage = process.cpuUsage();
  const sent = await generator.preload(bytes);
  const { user, system } = process.cpuUsage(usage);
  const writing = { ...(await meter.since(before)), generator: (user + system) / 1e6 };
  generator.close();
  return { sent, writing };
}

/** A load that never ends while it lasts: from its first byte until every record of it is durable. */
export interface Sustained {
  /** Of the capacity; undefined where it was as much as the services took. */
  readonly percent: number | undefined;
  readonly bytes: number;
  readonly seconds: number;
  readonly samples: Samples;
}

/** Seconds of work that wait for ingest at any moment of a sustained run: it never idles, and no backlog grows. */
const secondsAhead = 5;

/** For `minutes`, a share of `capacity` (bytes a second) or as much as the services can take. */
export async function measureSustained(
  settings: Settings,
  payload: Payload,
  capacity: number,
): Promise<Sustained> {
  const { world, configFile, close } = await openWorld(settings);
  try {
    const samples = new ServiceSamples(await startServices(world, configFile));
    const generator = await LoadGenerator.open(world, payload, settings.codec);
    const started = performance.now();
    await samples.start();
    const taken = (): number => samples.bytesIn('ingest');
    const { sustained: percent, minutes } = settings;
    const { bytes } =
      percent === undefined
        ? await generator.feed(minutes * 60, capacity * secondsAhead, taken)
        : await generator.pace((capacity * percent) / 100, minutes * 60);
    generator.close();
    await world.finished(limitMs);
    const seconds = (performance.now() - started) / 1000;
    return { percent, bytes, seconds, samples: await samples.stop() };
  } finally {
    await close();
  }
}

/** The given shares of `capacity` (bytes a second), one after another on the same processes. */
export async function measureLoads(settings: Settings, payload: Payload, capacity: number): Promise<Load[]> {
  const { world, configFile, close } = await openWorld(settings);
  try {
    const processes = await startServices(world, configFile);
    const generator = await LoadGenerator.open(world, payload, settings.codec);
    const openEvery = Math.max(1, Math.round(capacity / watchedBytesPerSecond));
    const watch = await FrameWatch.open(world, openEvery);
    const results: Load[] = [];
    for (const percent of settings.loads) {
      const pace = (capacity * percent) / 100;
      await generator.pace(pace, warmUpSeconds);
      watch.take();
      const samples = new ServiceSamples(processes);
      await samples.start();
      const sent = await generator.pace(pace, settings.seconds);
      const latencies = watch.take();
      results.push({
        percent,
        sentBytesPerSecond: sent.bytes / sent.seconds,
        samples: await samples.stop(),
        observed: latencies.length,
        p50Ms: quantile(latencies, 0.5),
        p99Ms: quantile(latencies, 0.99),
      });
      await world.finished(limitMs);
      watch.take();
    }
    await watch.close();
    generator.close();
    return results;
  } finally {
    await close();
  }
}

async function startServices(
  world: World,
  configFile: string,
  profile?: string,
): Promise<Awaited<ReturnType<World['startAll']>>> {
  if (profile === undefined) return world.startAll(configFile);
  const hook = new URL('./profile-hook.js', import.meta.url).href;
  process.env['NODE_OPTIONS'] = `--import=${hook}`;
  process.env['SCRUBJAY_BENCH_PROFILE'] = profile;
  try {
    return await world.startAll(configFile);
  } finally {
    delete process.env['NODE_OPTIONS'];
    delete process.env['SCRUBJAY_BENCH_PROFILE'];
  }
}

function busyCpuSeconds(): number {
  const times = cpus().map(({ times: { user, sys, nice, irq } }) => user + sys + nice + irq);
  return times.reduce((sum, ms) => sum + ms, 0) / 1000;
}
