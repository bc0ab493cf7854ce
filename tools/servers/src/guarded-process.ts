import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const stopTimeoutMs = 10_000;

/**
 * Runs the server and, beside it, a reader of standard input, which is a pipe from our process: however that process ends
 * (even by kill -9), the pipe closes, and the reader kills the server and removes its folder and container.
 * $1 = temporary folder or '', $2 = container name or '', then the command.
 */
const guardScript = `
folder=$1; container=$2; shift 2
exec 3<&0
trap : TERM
"$@" 3<&- </dev/null &
server=$!
(
  trap - TERM
  if cat <&3 >/dev/null; then
    trap '' TERM
    kill -9 "$server" 2>/dev/null
    [ -n "$container" ] && docker rm -f "$container" >/dev/null 2>&1
    [ -n "$folder" ] && rm -rf -- "$folder"
  fi
) 3<&3 &
guard=$!
wait "$server"; code=$?
while [ "$code" -gt 128 ] && kill -0 "$server" 2>/dev/null; do wait "$server"; code=$?; done
kill "$guard" 2>/dev/null
exit "$code"
`;

export interface GuardedOptions {
  readonly command: readonly string[];
  /** Gets standard output and standard error. */
  readonly logFile: string;
  /** Removed if our process dies without calling {@link GuardedProcess.stop}. */
  readonly tempDir: string;
  readonly container?: string;
}

/** A server process that does not outlive ours, and does not keep ours alive. */
export class GuardedProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  #isRunning = true;

  constructor(options: GuardedOptions) {
    const log = openSync(options.logFile, 'a');
    // A process group of its own, so that Ctrl-C reaches only us and one signal reaches guard and server.
    this.#child = spawn(
      'sh',
      ['-c', guardScript, 'scrubjay-guard', options.tempDir, options.container ?? '', ...options.command],
      { detached: true, stdio: ['pipe', log, log] },
    );
    closeSync(log);
    this.#exited = new Promise((resolve) => {
      const ended = (): void => {
        this.#isRunning = false;
        resolve();
      };
      this.#child.once('exit', ended);
      this.#child.once('error', ended);
    });
    this.#child.unref();
    const { stdin } = this.#child;
    stdin?.on('error', () => undefined);
    if (stdin instanceof Socket) stdin.unref();
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  async stop(): Promise<void> {
    this.#signal('SIGTERM');
    const deadline = Date.now() + stopTimeoutMs;
    while (this.#isRunning && Date.now() < deadline) await sleep(20);
    await this.kill();
  }

  async kill(): Promise<void> {
    if (!this.#isRunning) return;
    this.#signal('SIGKILL');
    this.#child.ref();
    await this.#exited;
  }

  #signal(signal: NodeJS.Signals): void {
    if (!this.#isRunning || this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch {
      // The group is gone already.
    }
  }
}
