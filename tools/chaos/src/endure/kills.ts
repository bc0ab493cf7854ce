import { setTimeout as sleep } from 'node:timers/promises';
import { partitions, services, type Service } from '@scrubjay/e2e';
import { quantile } from '../report/summary.js';
import type { Scenario, Stage } from './scenario.js';

const kills = 51;
const limitSeconds = 15;
const giveUpMs = 120_000;
const pollMs = 50;
const calmMs = 5_000;
const warmUpMs = 20_000;

/** `kill -9`, and a new process at once: how long until it has taken a batch of every partition. */
export const killing: Scenario = {
  name: 'kills',
  title: 'kill -9 of each service in turn, with the default settings',
  minutes: 20,
  instances: 1,
  async run(stage) {
    await sleep(warmUpMs);
    const seconds: Record<Service, number[]> = { ingest: [], redactor: [], sink: [] };
    for (let count = 0; count < kills; count += 1) {
      const service = services[count % services.length] ?? 'ingest';
      const took = await killOnce(stage, service);
      stage.tell(`kill ${String(count + 1)}, ${service}: consumes again after ${took.toFixed(1)} s`);
      seconds[service].push(took);
      await sleep(calmMs);
    }
    const all = services.flatMap((service) => seconds[service]);
    const p99 = quantile(all, 0.99);
    const byService = (share: number): Record<string, number> =>
      Object.fromEntries(services.map((service) => [service, quantile(seconds[service], share)]));
    return {
      facts: {
        kills: all.length,
        p50Seconds: byService(0.5),
        mostSeconds: byService(1),
        p99SecondsOfAll: p99,
      },
      findings:
        p99 <= limitSeconds ? [] : [`p99 of ${p99.toFixed(1)} s is more than ${String(limitSeconds)} s`],
    };
  },
};

async function killOnce({ theatre, timeline }: Stage, service: Service): Promise<number> {
  const { fleet } = theatre;
  const instance = fleet.first(service);
  instance.isHeld = true;
  await instance.process.kill();
  const killed = timeline.now;
  fleet.start(instance);
  const until = performance.now() + giveUpMs;
  while (performance.now() < until) {
    const metrics = await instance.metrics();
    if ((metrics?.values('scrubjay_consumer_lag_records').length ?? 0) >= partitions)
      return timeline.now - killed;
    await sleep(pollMs);
  }
  return Infinity;
}
