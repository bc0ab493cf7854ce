import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/scrubjay.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
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
  };
}

/** One service as a process of its own, with everything it writes to its log kept. */
export class ServiceProcess {
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  #address: string | undefined;
  readonly #running: Promise<void>;
  readonly exited: Promise<number | null>;

  constructor(service: string, configFile: string, env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, [bin, 'run', '--service', service, '--config', configFile], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = once(this.#child, 'close').then(([code]) => code as number | null);
    this.#running = new Promise((resolve, reject) => {
      const read = (line: string): void => {
        this.lines.push(line);
        this.#address ??= /"address":"([^"]+)"/.exec(line)?.[1];
        if (line.includes('"event":"running"')) resolve();
      };
      for (const stream of [this.#child.stdout, this.#child.stderr]) {
        if (stream !== null) createInterface({ input: stream }).on('line', read);
      }
      void this.exited.then((code) => {
        reject(new Error(`${service} ended with ${code} before it ran:\n${this.lines.join('\n')}`));
      });
    });
    this.#running.catch(() => undefined);
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

  async get(path: string): Promise<{ readonly status: number; readonly text: string }> {
    const response = await fetch(`${this.#address ?? ''}${path}`);
    return { status: response.status, text: await response.text() };
  }

  /** The sum of all series of a metric. */
  async metric(name: string, labels = ''): Promise<number> {
    const { text } = await this.get('/metrics');
    return text
      .split('\n')
      .filter((line) => line.startsWith(`${name} `) || (line.startsWith(`${name}{`) && line.includes(labels)))
      .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' '))), 0);
  }
}
