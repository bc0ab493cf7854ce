import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '@scrubjay/e2e';
import type { Metrics, ServiceProcess } from '@scrubjay/testkit';

const answerMs = 1_000;

/** What the preload does to a process; see preload/preload.mjs. */
export interface Control {
  readonly dns?: readonly string[];
  readonly clockMs?: number;
  readonly balloon?: boolean;
}

/** How often what the preload does has taken effect, in the process of now. */
export interface Acted {
  readonly pid: number;
  readonly dns: number;
  readonly clock: number;
  readonly jumps: number;
}

/** A place for one process of a service; a new process takes it when the one before has ended. */
export class Instance {
  readonly name: string;
  readonly service: Service;
  readonly controlFile: string;
  /** While a fault has ended the process and will start the next one itself. */
  isHeld = false;
  #process: ServiceProcess | undefined;
  #control: Control = {};

  constructor(name: string, service: Service, controlFile: string) {
    this.name = name;
    this.service = service;
    this.controlFile = controlFile;
    this.control({});
  }

  get process(): ServiceProcess {
    if (this.#process === undefined) throw new Error(`${this.name} was not started.`);
    return this.#process;
  }

  take(process: ServiceProcess): void {
    this.#process = process;
  }

  /** How far its clock is off. */
  get clockMs(): number {
    return this.#control.clockMs ?? 0;
  }

  /** Changes some of what the preload does. */
  control(change: Control): void {
    this.#control = { ...this.#control, ...change };
    writeFileSync(`${this.controlFile}.new`, JSON.stringify(this.#control));
    renameSync(`${this.controlFile}.new`, this.controlFile);
  }

  acted(): Acted {
    try {
      return JSON.parse(readFileSync(`${this.controlFile}.acted`, 'utf8')) as Acted;
    } catch {
      return { pid: 0, dns: 0, clock: 0, jumps: 0 };
    }
  }

  /** What its /metrics says; undefined where it does not answer soon, as a stopped process does not. */
  async metrics(): Promise<Metrics | undefined> {
    const { process } = this;
    if (!process.isRunning) return undefined;
    const asked = process.metrics().catch(() => undefined);
    const late = sleep(answerMs, undefined, { ref: false });
    return await Promise.race([asked, late]);
  }
}
