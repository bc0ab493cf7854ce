import { Readable, Writable } from 'node:stream';
import { type Finished, type scrubjay as inItsOwnProcess } from '@scrubjay/testkit';
import { execute } from '../src/execute.js';

class Collected extends Writable {
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

/** Puts `stream` in the place of one of the process; undone by what is returned. */
function replace(name: 'stdin' | 'stdout' | 'stderr', stream: Readable | Writable): () => void {
  const original = Object.getOwnPropertyDescriptor(process, name) as PropertyDescriptor;
  Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => stream });
  return () => void Object.defineProperty(process, name, original);
}

/** Sets what is named; undone by what is returned. */
function setEnvironment(env: Readonly<Record<string, string>>): () => void {
  const original = { ...process.env };
  Object.assign(process.env, env);
  return () => {
    for (const name of Object.keys(env)) {
      if (original[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = original[name];
    }
  };
}

function enter(dir: string): () => void {
  const original = process.cwd();
  process.chdir(dir);
  return () => process.chdir(original);
}

let isRunning = false;

/**
 * Runs the command to its end in the process of the test: to start one takes longer than most commands. What a process
 * alone can show (signals, pipes that close, logs, that it ends at all) is for `scrubjay` of the testkit.
 */
export const inProcess: typeof inItsOwnProcess = async (args, options = {}): Promise<Finished> => {
  // Streams, environment and exit code are those of the whole process.
  if (isRunning) throw new Error('Two commands cannot run in one process at once.');
  isRunning = true;
  const started = performance.now();
  const [stdout, stderr] = [new Collected(), new Collected()];
  const { exitCode } = process;
  const undo = [
    replace('stdin', Readable.from(options.input === undefined ? [] : [Buffer.from(options.input)])),
    replace('stdout', stdout),
    replace('stderr', stderr),
    setEnvironment(options.env ?? {}),
    ...(options.cwd === undefined ? [] : [enter(options.cwd)]),
  ];
  process.exitCode = 0;
  try {
    const failure = await execute(args);
    const code = failure ?? process.exitCode;
    return { code, stdout: stdout.text, stderr: stderr.text, seconds: (performance.now() - started) / 1000 };
  } finally {
    process.exitCode = exitCode;
    for (const restore of undo.reverse()) restore();
    isRunning = false;
  }
};
