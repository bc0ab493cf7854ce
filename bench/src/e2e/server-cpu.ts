import type { World } from '@scrubjay/e2e';
import { cpuSecondsOf, processOn } from './process-cpu.js';

export const serverNames = ['broker', 'emulator'] as const;
export type ServerName = (typeof serverNames)[number];

/** CPU seconds; undefined where a server is not of this machine, or the system does not say. */
export type ServerCpu = Readonly<Record<ServerName, number | undefined>>;

/** What the broker and the emulator of S3 and KMS use, where they run beside us. */
export class ServerMeter {
  readonly #pids: Readonly<Record<ServerName, number | undefined>>;

  private constructor(pids: Readonly<Record<ServerName, number | undefined>>) {
    this.#pids = pids;
  }

  static async open(world: World): Promise<ServerMeter> {
    const broker = await processOn(Number(world.brokers[0]?.split(':').at(-1)));
    const emulator = await processOn(Number(new URL(world.endpoint).port));
    return new ServerMeter({ broker, emulator });
  }

  /** Since the servers were started. */
  async read(): Promise<ServerCpu> {
    return {
      broker: await cpuSecondsOf(this.#pids.broker),
      emulator: await cpuSecondsOf(this.#pids.emulator),
    };
  }

  /** Since `before`. */
  async since(before: ServerCpu): Promise<ServerCpu> {
    const now = await this.read();
    const used = (name: ServerName): number | undefined => {
      const [from, to] = [before[name], now[name]];
      return from === undefined || to === undefined ? undefined : to - from;
    };
    return { broker: used('broker'), emulator: used('emulator') };
  }
}
