import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Finished } from '@scrubjay/testkit';
import type { CommandCall } from './many-commands.js';

const script = fileURLToPath(new URL('many-commands.ts', import.meta.url));
const limitMs = 90_000;

/** What one stream of the process wrote that no command has taken yet. */
class Written {
  #text = '';
  #told: () => void = () => undefined;

  add(chunk: Buffer): void {
    this.#text += chunk.toString('utf8');
    this.#told();
  }

  /** All up to the mark, and what stands in its line. */
  async until(mark: string): Promise<readonly [text: string, rest: string]> {
    for (;;) {
      const at = this.#text.indexOf(mark);
      const end = at < 0 ? -1 : this.#text.indexOf('\n', at + mark.length);
      if (end >= 0) {
        const found = [this.#text.slice(0, at), this.#text.slice(at + mark.length, end)] as const;
        this.#text = this.#text.slice(end + 1);
        return found;
      }
      await new Promise<void>((resolve) => (this.#told = resolve));
    }
  }

  get left(): string {
    return this.#text;
  }
}

/** Runs commands one after the other in one process, whose environment is that of this one and `env`. */
export class CommandsProcess {
  readonly #child: ChildProcess;
  readonly #stdout = new Written();
  readonly #stderr = new Written();
  readonly #lost: Promise<never>;
  #calls = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(env: Readonly<Record<string, string>>) {
    this.#child = fork(script, [], {
      silent: true,
      execArgv: ['--import=@scrubjay/ts-register'],
      env: { ...process.env, ...env },
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#stdout.add(chunk));
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#stderr.add(chunk));
    this.#lost = new Promise((_, reject) => {
      this.#child.once('close', (code) => {
        reject(new Error(`The process of the commands ended with ${String(code)}: ${this.#stderr.left}`));
      });
    });
    this.#lost.catch(() => undefined);
  }

  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
    const result = this.#last.then(() => this.#run(args, env));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Finished> {
    this.#calls += 1;
    const mark = `\0command ${String(this.#calls)} ended with `;
    const started = performance.now();
    this.#child.send({ args, env, mark } satisfies CommandCall);
    const [[stdout, code], [stderr]] = await Promise.race([
      Promise.all([this.#stdout.until(mark), this.#stderr.until(mark)]),
      this.#lost,
      late(),
    ]);
    return { code: Number(code), stdout, stderr, seconds: (performance.now() - started) / 1000 };
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }
}

function late(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('A command does not end.')), limitMs).unref();
  });
}
