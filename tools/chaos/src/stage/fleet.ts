import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { services, type Service, type World } from '@scrubjay/e2e';
import type { ServiceProcess } from '@scrubjay/testkit';
import { Instance } from './instance.js';

const preload = new URL('../../preload/preload.mjs', import.meta.url);
/** So little that a process that takes memory without end comes to its end soon. */
const maxHeapMb = 384;
const restartMs = 1_000;

/** A process that ended without having been told to. */
export interface UnaskedExit {
  readonly instance: string;
  /** Null after a signal. */
  readonly code: number | null;
  readonly at: number;
  /** Whether it had told that it runs. */
  readonly wasRunning: boolean;
  /** The last lines it wrote. */
  readonly lines: readonly string[];
}

export interface FleetOptions {
  readonly world: World;
  readonly configFile: string;
  /** For the files by which processes are controlled. */
  readonly folder: string;
  readonly tell: (text: string) => void;
}

/** The processes of the services, each started again when it ends, as an orchestrator would. */
export class Fleet {
  readonly exits: UnaskedExit[] = [];
  readonly #options: FleetOptions;
  readonly #instances = new Map<string, Instance>();
  readonly #counts = new Map<Service, number>();
  #isClosing = false;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  get instances(): readonly Instance[] {
    return [...this.#instances.values()];
  }

  /** The first instance of a service, which is there from beginning to end. */
  first(service: Service): Instance {
    const found = this.instances.find((one) => one.service === service);
    if (found === undefined) throw new Error(`There is no instance of ${service}.`);
    return found;
  }

  async startAll(): Promise<void> {
    await Promise.all(services.map((service) => this.add(service).process.running()));
  }

  /** Starts one more instance, and does not wait for it. */
  add(service: Service): Instance {
    const number = (this.#counts.get(service) ?? 0) + 1;
    this.#counts.set(service, number);
    const name = `${service}-${number}`;
    const instance = new Instance(name, service, join(this.#options.folder, `${name}.json`));
    this.#instances.set(name, instance);
    this.start(instance);
    return instance;
  }

  /** Starts the next process of an instance. */
  start(instance: Instance): ServiceProcess {
    const { world, configFile } = this.#options;
    const inherited = process.env['NODE_OPTIONS'] ?? '';
    const child = world.launch(instance.service, configFile, {
      NODE_OPTIONS: `${inherited} --max-old-space-size=${String(maxHeapMb)} --import=${preload.href}`.trim(),
      SCRUBJAY_CHAOS_CONTROL: instance.controlFile,
    });
    instance.take(child);
    instance.isHeld = false;
    void child.exited.then((code) => this.#onExit(instance, child, code));
    return child;
  }

  /** Drains an instance for good. Returns its exit code. */
  async remove(instance: Instance): Promise<number | null> {
    this.#instances.delete(instance.name);
    return await endWithin(instance.process, 30_000);
  }

  /** Drains all. Returns the exit codes by instance. */
  async stopAll(): Promise<Readonly<Record<string, number | null>>> {
    this.#isClosing = true;
    const ended = this.instances.map(
      async ({ name, process }) => [name, await endWithin(process, 60_000)] as const,
    );
    return Object.fromEntries(await Promise.all(ended));
  }

  #onExit(instance: Instance, child: ServiceProcess, code: number | null): void {
    const isOurs = this.#instances.get(instance.name) === instance && instance.process === child;
    if (!isOurs || instance.isHeld || this.#isClosing) return;
    const { lines } = child;
    const wasRunning = lines.some((line) => line.includes('"event":"running"'));
    this.exits.push({ instance: instance.name, code, at: Date.now(), wasRunning, lines: lines.slice(-6) });
    this.#options.tell(`${instance.name} ended with ${String(code)} and is started again`);
    void sleep(restartMs).then(() => {
      if (this.#isClosing || instance.isHeld || instance.process !== child) return;
      this.start(instance);
    });
  }
}

/** SIGTERM, and SIGKILL when that has not ended it in time: null then. */
export async function endWithin(process: ServiceProcess, limitMs: number): Promise<number | null> {
  if (!process.isRunning) return await process.exited;
  process.signal('SIGTERM');
  const timer = setTimeout(() => process.signal('SIGKILL'), limitMs);
  const code = await process.exited;
  clearTimeout(timer);
  return code;
}
