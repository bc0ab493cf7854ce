import { setTimeout as sleep } from 'node:timers/promises';
import { services, type Service } from '@scrubjay/e2e';
import { kindNamed } from './faults/index.js';
import { victimsOf, type PlannedFault, type Strike } from './faults/types.js';
import { until } from './faults/until.js';
import type { Round } from './plan.js';
import type { FaultRecord } from './result.js';
import type { Settings } from './settings.js';
import type { Theatre } from './stage/theatre.js';
import type { Timeline } from './stage/timeline.js';

/** A fault that nothing has met yet lasts so much longer at most. */
const unmetMs = 60_000;

interface Carried {
  readonly number: number;
  readonly fault: PlannedFault;
  readonly begun: number;
  readonly healed: number;
  readonly evidence: string | undefined;
}

/** Carries out rounds of faults one after another, and measures how the services recover. */
export class Rounds {
  readonly records: FaultRecord[] = [];
  /** What went wrong with the suite itself. */
  readonly problems: string[] = [];
  readonly #theatre: Theatre;
  readonly #timeline: Timeline;
  readonly #settings: Settings;
  readonly #tell: (text: string) => void;
  #count = 0;
  #rounds = 0;

  constructor(theatre: Theatre, timeline: Timeline, settings: Settings, tell: (text: string) => void) {
    this.#theatre = theatre;
    this.#timeline = timeline;
    this.#settings = settings;
    this.#tell = tell;
  }

  /** Until the time is over, there were enough faults, or a service did not recover. */
  async runAll(rounds: Iterable<Round>): Promise<void> {
    const { minutes, faults, recoveryLimitMs } = this.#settings;
    await this.#moving(services, recoveryLimitMs);
    for (const { calmMs, faults: planned } of rounds) {
      if (this.#timeline.now > minutes * 60 || this.#count >= faults) return;
      await sleep(calmMs);
      if (!(await this.#run(planned.slice(0, faults - this.#count)))) return;
    }
  }

  async #run(planned: readonly PlannedFault[]): Promise<boolean> {
    this.#rounds += 1;
    const carried = await Promise.all(planned.map((fault) => this.#carryOut(fault)));
    const struck = new Set(planned.flatMap((fault) => victimsOf(kindNamed(fault.kind), fault)));
    const recovered = await this.#moving([...struck], this.#settings.recoveryLimitMs);
    const records = carried.map((one) => this.#record(one, recovered));
    this.records.push(...records);
    for (const { number, kind, evidence, recoverySeconds } of records) {
      const after =
        recoverySeconds === undefined ? 'NOT RECOVERED' : `recovered in ${recoverySeconds.toFixed(1)} s`;
      this.#tell(`#${number} ${kind}: ${evidence ?? 'NEVER ACTED'}; ${after}`);
    }
    return records.every(({ recoverySeconds }) => recoverySeconds !== undefined);
  }

  async #carryOut(fault: PlannedFault): Promise<Carried> {
    const number = (this.#count += 1);
    await sleep(fault.delayMs);
    const begun = this.#timeline.now;
    const struck = victimsOf(kindNamed(fault.kind), fault).join(', ');
    this.#tell(`#${number} ${fault.kind} on ${struck} begins at ${begun.toFixed(1)} s`);
    let evidence: string | undefined;
    try {
      const strike = await kindNamed(fault.kind).begin(this.#theatre, fault);
      await sleep(fault.durationMs);
      evidence = await evidenceOf(strike);
      await strike.heal();
    } catch (error) {
      this.problems.push(`fault ${number} (${fault.kind}) failed: ${String(error).split('\n')[0] ?? ''}`);
    }
    const healed = this.#timeline.now;
    this.#tell(`#${number} ${fault.kind} is healed at ${healed.toFixed(1)} s`);
    return { number, fault, begun, healed, evidence };
  }

  #record(carried: Carried, recovered: ReadonlyMap<Service, number | undefined>): FaultRecord {
    const { number, fault, begun, healed, evidence } = carried;
    const kind = kindNamed(fault.kind);
    const struck = victimsOf(kind, fault);
    const times = struck.map((service) => recovered.get(service) ?? Infinity);
    const slowest = Math.max(...times);
    return {
      ...fault,
      number,
      title: kind.title,
      round: this.#rounds,
      struck,
      begun,
      healed,
      evidence,
      recoverySeconds: slowest === Infinity ? undefined : slowest / 1000,
      sinkRate: this.#timeline.rate('sink', begun, healed),
    };
  }

  /** How long each service takes until it has committed something new. */
  async #moving(
    struck: readonly Service[],
    limitMs: number,
  ): Promise<ReadonlyMap<Service, number | undefined>> {
    const { positions } = this.#theatre;
    const from = positions.latest;
    const times = struck.map(
      async (service) => [service, await positions.moved(service, from[service], limitMs)] as const,
    );
    return new Map(await Promise.all(times));
  }
}

async function evidenceOf({ evidence }: Strike): Promise<string | undefined> {
  let found: string | undefined;
  await until(async () => {
    found = await evidence();
    return found !== undefined;
  }, unmetMs);
  return found;
}
