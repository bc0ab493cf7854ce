import { setTimeout as sleep } from 'node:timers/promises';
import { services } from '@scrubjay/e2e';
import type { Facts, Scenario } from './scenario.js';
import { slopePerHour } from './slope.js';

const megabyte = 1_048_576;
/** Compiling, caches and the first collections of old space are no leak. */
const warmUpSeconds = 300;
/** Growth in an hour, MiB of memory and handles, that noise explains. */
const limits = { rssBytes: 24 * megabyte, handles: 4 } as const;

/** A steady load for an hour: memory and handles must not grow. */
export const soak: Scenario = {
  name: 'soak',
  title: 'A steady load for an hour',
  minutes: 60,
  instances: 1,
  async run({ minutes, timeline, processes }) {
    const from = timeline.now + Math.min(warmUpSeconds, minutes * 15);
    await sleep(minutes * 60_000);
    const facts: Record<string, Record<string, number>> = { rssMb: {}, rssMbPerHour: {}, handlesPerHour: {} };
    const findings: string[] = [];
    for (const service of services) {
      const own = processes.all.filter((one) => one.service === service && one.second >= from);
      const rss = slopePerHour(own, 'rssBytes');
      const handles = slopePerHour(own, 'handles');
      Object.assign(facts['rssMb'] ?? {}, { [service]: (own.at(-1)?.rssBytes ?? NaN) / megabyte });
      Object.assign(facts['rssMbPerHour'] ?? {}, { [service]: rss / megabyte });
      Object.assign(facts['handlesPerHour'] ?? {}, { [service]: handles });
      if (!(rss <= limits.rssBytes))
        findings.push(`${service} grows by ${(rss / megabyte).toFixed(0)} MiB an hour`);
      if (!(handles <= limits.handles))
        findings.push(`${service} grows by ${handles.toFixed(1)} handles an hour`);
    }
    return { facts: facts satisfies Facts, findings };
  },
};
