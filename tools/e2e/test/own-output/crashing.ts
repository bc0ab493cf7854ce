import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';
import { isClean, record, secretEnvironment, text } from './secrets.js';
import { writeConfig } from './stage.js';

const bin = fileURLToPath(new URL('../../../../packages/cli/bin/scrubjay.js', import.meta.url));
const preload = new URL('ill-will.mjs', import.meta.url).href;
const limitMs = 60_000;

export interface Crash {
  /** What the preload does at SIGURG, or in a worker. */
  readonly how?: string;
  /** Options of Node. */
  readonly options?: readonly string[];
  readonly workers?: number;
}

/** An embedded run that has records in memory and goes on waiting for more. Its working directory takes all dumps. */
export class Crashing {
  readonly dumps: string;
  said = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<[number | null, NodeJS.Signals | null]>;

  constructor(t: Test, { how = '', options = [], workers = 0 }: Crash = {}) {
    const folder = t.testdir({});
    this.dumps = join(folder, 'dumps');
    mkdirSync(this.dumps);
    // A batch is done once it is written, so that comes soon.
    const sink = { batch: { maxAgeMs: 100 } };
    const config = writeConfig(folder, { redactor: { workers }, sink });
    const nodeOptions = [`--import=${preload}`, `--report-directory=${this.dumps}`, ...options].join(' ');
    // The kernel's core dumps are not Node's to forbid: docs/operations.md says who has to. And the runner of tests puts
    // options of its own into NODE_OPTIONS of whatever it sees start.
    const start = `ulimit -c 0; NODE_OPTIONS='${nodeOptions}' exec "$0" "$@"`;
    const command = ['-c', start, process.execPath, bin, 'run', '--config', config];
    this.#child = spawn('/bin/sh', command, {
      cwd: this.dumps,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...{ ...process.env, ...secretEnvironment, SCRUBJAY_DEBUG: '1' },
        ...{ SCRUBJAY_ILL_WILL: how, SCRUBJAY_ILL_WILL_TEXT: `${record}${text}` },
      },
    });
    this.#ended = once(this.#child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.said += chunk.toString('latin1')));
    }
    this.#child.stdin?.on('error', () => undefined);
    t.teardown(() => void this.#child.kill('SIGKILL'));
  }

  /** Waits until it has worked on records. */
  async working(): Promise<this> {
    this.#child.stdin?.write(`${record}\n${text}\n`.repeat(200));
    return this.says('batch done');
  }

  async says(what: string): Promise<this> {
    const deadline = Date.now() + limitMs;
    while (!this.said.includes(what)) {
      if (this.#child.exitCode !== null || Date.now() > deadline)
        throw new Error(`It never said ${what}: ${this.said.replace(/^\{.*$/gm, '')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return this;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Ends its input. */
  finish(): void {
    this.#child.stdin?.end();
  }

  ended(): Promise<[code: number | null, signal: NodeJS.Signals | null]> {
    return this.#ended;
  }

  /** What it wrote, to its streams and into files beside it, holds nothing of a record or of the environment. */
  isClean(t: Test): void {
    isClean(t, this.said, 'what it wrote');
    for (const name of readdirSync(this.dumps)) isClean(t, readFileSync(join(this.dumps, name)), name);
  }
}
