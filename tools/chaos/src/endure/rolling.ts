import { setTimeout as sleep } from 'node:timers/promises';
import { services } from '@scrubjay/e2e';
import type { Instance } from '../stage/instance.js';
import type { Scenario, Stage } from './scenario.js';

const pauseMs = 10_000;
const warmUpMs = 30_000;

/** Each process of each service in turn: SIGTERM, drained, a new one, the next. */
export const rolling: Scenario = {
  name: 'rolling',
  title: 'A rolling restart of all services, two processes each',
  minutes: 10,
  instances: 2,
  async run(stage) {
    await sleep(warmUpMs);
    const from = stage.timeline.now;
    const findings: string[] = [];
    let most = 0;
    for (const service of services) {
      for (const instance of stage.theatre.fleet.instances.filter((one) => one.service === service)) {
        const { code, seconds } = await restart(stage, instance);
        most = Math.max(most, seconds);
        if (code !== 0) findings.push(`${instance.name} ended with ${String(code)} after SIGTERM`);
        await sleep(pauseMs);
      }
    }
    return { facts: { rolledSeconds: stage.timeline.now - from, mostDrainSeconds: most }, findings };
  },
};

async function restart(
  { theatre, timeline, tell }: Stage,
  instance: Instance,
): Promise<{ readonly code: number | null; readonly seconds: number }> {
  instance.isHeld = true;
  const begun = timeline.now;
  const code = await instance.process.stop();
  const seconds = timeline.now - begun;
  tell(`${instance.name} drained in ${seconds.toFixed(1)} s with ${String(code)}`);
  await theatre.fleet.start(instance).running();
  return { code, seconds };
}
