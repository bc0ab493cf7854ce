import { closeSync, openSync, readSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long an event loop did not turn. Milliseconds. */
export interface Delays {
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface LoopTimes {
  /** As Node measures it; what a loop with nothing to do shows is the timer's own. */
  readonly loop: Delays;
  /**
   * CPU time of the thread between two turns: what the loop's own work blocks it for, whatever else the machine does. Exact
   * to a tick of the kernel, 1 to 4 ms. Undefined where the system does not tell.
   */
  readonly cpu: Delays | undefined;
}

const resolutionMs = 1;

/** CPU time of this thread since it began, from Linux. Milliseconds. */
class ThreadCpu {
  readonly #file: number;
  readonly #text = Buffer.alloc(128);

  private constructor(file: number) {
    this.#file = file;
  }

  static open(): ThreadCpu | undefined {
    try {
      return new ThreadCpu(openSync('/proc/thread-self/schedstat', 'r'));
    } catch {
      return undefined;
    }
  }

  /** The file says: nanoseconds on a core, nanoseconds waiting for one, turns. */
  read(): number {
    const length = readSync(this.#file, this.#text, 0, this.#text.length, 0);
    return Number(this.#text.toString('latin1', 0, length).split(' ')[0]) / 1e6;
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Quantiles of milliseconds; zeros where there are none. */
export function delaysOf(values: readonly number[]): Delays {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p99: at(0.99), p999: at(0.999), max: at(1) };
}

/** Watches the event loop of this thread for a while. */
export async function watchLoop(ms: number): Promise<LoopTimes> {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  const cpu = ThreadCpu.open();
  const stretches: number[] = [];
  let last = cpu?.read() ?? 0;
  const timer = setInterval(() => {
    const now = cpu?.read() ?? 0;
    stretches.push(now - last);
    last = now;
  }, resolutionMs);
  histogram.enable();
  await sleep(ms);
  histogram.disable();
  clearInterval(timer);
  cpu?.close();
  const loop = {
    p99: histogram.percentile(99) / 1e6,
    p999: histogram.percentile(99.9) / 1e6,
    max: histogram.max / 1e6,
  };
  return { loop, cpu: cpu && delaysOf(stretches) };
}
