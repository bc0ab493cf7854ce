import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../cli/bin/scrubjay.js', import.meta.url));
/** A busy machine may need long to load three processes at once. */
const startTimeoutMs = 60_000;
/** A folder for a developer who wants to read what the services wrote: a file a process. */
const logFolder = process.env['SCRUBJAY_E2E_LOGS'];

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** Runs the command to its end. */
export async function scrubjay(
  args: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string | Buffer;
    readonly cwd?: string;
  } = {},
): Promise<Finished> {
  const started = performance.now();
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return {
    code,
    stdout: Buffer.concat(stdout).toString('utf8'),
    stderr: Buffer.concat(stderr).toString('utf8'),
    seconds: (performance.now() - started) / 1000,
  };
}

/** One service as a process of its own; everything it writes is kept. */
export class ServiceProcess {
  /** Lines of standard output and standard error, in the order they came. */
  readonly lines: string[] = [];
  readonly service: string;
  /** The exit code, or null after a signal that killed it. */
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #running: Promise<void>;
  #address: string | undefined;

  constructor(service: string, configFile: string, env: Readonly<Record<string, string>> = {}) {
    this.service = service;
    this.#child = spawn(process.execPath, [bin, 'run', '--service', service, '--config', configFile], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = once(this.#child, 'close').then(([code]) => code as number | null);
    this.#running = new Promise((resolve, reject) => {
      const fail = (what: string): void =>
        reject(new Error(`${service} ${what}:\n${this.lines.slice(-20).join('\n')}`));
      const timer = setTimeout(() => fail('is not running yet'), startTimeoutMs);
      const read = (line: string): void => {
        this.lines.push(line);
        if (logFolder !== undefined)
          appendFileSync(join(logFolder, `${service}-${String(this.#child.pid)}.log`), `${line}\n`);
        this.#address ??= /"address":"([^"]+)"/.exec(line)?.[1];
        if (!line.includes('"event":"running"')) return;
        clearTimeout(timer);
        resolve();
      };
      for (const stream of [this.#child.stdout, this.#child.stderr]) {
        if (stream !== null) createInterface({ input: stream }).on('line', read);
      }
      void this.exited.then((code) => {
        clearTimeout(timer);
        fail(`ended with ${String(code)} before it ran`);
      });
    });
    this.#running.catch(() => undefined);
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async running(): Promise<this> {
    await this.#running;
    return this;
  }

  signal(signal: 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal);
  }

  /** Drains and waits for the end. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return this.exited;
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }

  async get(path: string): Promise<{ readonly status: number; readonly text: string }> {
    const response = await fetch(`${this.#address ?? ''}${path}`);
    return { status: response.status, text: await response.text() };
  }

  async metrics(): Promise<Metrics> {
    return new Metrics((await this.get('/metrics')).text);
  }
}

/** What a /metrics page says. */
export class Metrics {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The values of the series of `name` that carry all of `labels`. */
  values(name: string, labels: Readonly<Record<string, string>> = {}): number[] {
    const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
    return this.text
      .split('\n')
      .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
      .filter((line) => wanted.every((pair) => line.includes(pair)))
      .map((line) => Number(line.slice(line.lastIndexOf(' '))));
  }

  sum(name: string, labels: Readonly<Record<string, string>> = {}): number {
    return this.values(name, labels).reduce((total, value) => total + value, 0);
  }

  /** Whether the metric is declared, with or without a series yet. */
  has(name: string): boolean {
    return this.text.includes(`# TYPE ${name} `);
  }
}
