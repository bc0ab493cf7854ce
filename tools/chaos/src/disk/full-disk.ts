import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment, GrowingLoad, Leaks, scrubbedObjects, type World } from '@scrubjay/e2e';
import { createFolderStore } from '@scrubjay/transport';
import { until } from '../faults/until.js';
import { balance, Tally } from '../ledger/ledger.js';
import { SmallDisk } from './small-disk.js';

/** By this name it is asked for. */
export const diskName = 'disk';

const records = 6_000;
const smallBytes = 8_388_608;
const spareBytes = 163_840;
const largeBytes = 67_108_864;
const limitMs = 120_000;
/** With a full disk for so long. */
const fullMs = 4_000;

/** What came of it, for the report. */
export interface DiskResult {
  readonly skipped: string | undefined;
  readonly summary: string;
  readonly findings: readonly string[];
}

/**
 * The embedded mode on a disk that fills while it works: objects and positions have no room. Then there is room again; a
 * process that ended is started again. Each record must be in the objects once.
 */
export async function runFullDisk(folder: string, world: World, seed: number): Promise<DiskResult> {
  const path = join(folder, 'small-disk');
  const disk = await SmallDisk.mount(path, smallBytes);
  if (typeof disk === 'string') return { skipped: disk, summary: `skipped: ${disk}`, findings: [] };
  try {
    return await fillAndFree(folder, world, seed, disk);
  } finally {
    await disk.unmount();
  }
}

function embeddedConfig(world: World, input: string, disk: string, objects: string): object {
  const base = world.config();
  return {
    ...base,
    transport: 'memory',
    stateDir: join(disk, 'state'),
    store: { kind: 'folder', path: objects },
    ingest: {
      ...(base['ingest'] as object),
      source: { kind: 'files', paths: [input] },
      batch: { maxBytes: 16_384 },
    },
    sink: { batch: { maxBytes: 65_536, maxAgeMs: 100 } },
  };
}

async function fillAndFree(folder: string, world: World, seed: number, disk: SmallDisk): Promise<DiskResult> {
  const load = new GrowingLoad(records, seed);
  const input = join(folder, 'disk-input.log');
  const ids = new Tally(load.ids);
  const lines = load.take(records).flatMap(({ value, headers }) => {
    const isLine = headers?.['scrubjay-format'] === undefined && value !== null && !value.includes('\n');
    return isLine ? [String(value)] : [];
  });
  const text = Buffer.from(`${lines.join('\n')}\n`);
  ids.add(text);
  await writeFile(input, text);
  const objects = join(disk.path, 'objects');
  const configFile = join(folder, 'disk.yaml');
  await writeFile(configFile, JSON.stringify(embeddedConfig(world, input, disk.path, objects)));

  await disk.fill(spareBytes);
  const first = world.launch('all', configFile);
  // What does not fit any more need not be small.
  const isShort = (): boolean => first.lines.some((line) => line.includes('SJ_STATE_UNWRITABLE'));
  const wasFull = await until(async () => isShort() || (await disk.isFull()), limitMs);
  await Promise.race([sleep(fullMs), first.exited]);
  const endedWith = first.isRunning ? undefined : await first.exited;
  await disk.grow(largeBytes);
  const last = first.isRunning ? first : world.launch('all', configFile);
  const timer = setTimeout(() => last.signal('SIGKILL'), limitMs);
  const code = await last.exited;
  clearTimeout(timer);

  const output = new Tally(load.ids);
  const leaks = new Leaks(load);
  const store = createFolderStore({ path: objects });
  for await (const { plain } of scrubbedObjects(store, world.vault, environment)) {
    output.add(plain);
    leaks.look(plain);
  }
  for (const process of [first, last]) leaks.look(process.lines.join('\n'));
  const { lost, repeated, unknown } = balance(load.ids, { confirmed: ids, input: ids, output });
  const how =
    endedWith === undefined ? 'it waited' : `it ended with ${String(endedWith)} and was started again`;
  return {
    skipped: undefined,
    summary: `${ids.size} ids; the disk was full, ${how}; ${lost} lost, ${repeated} twice, ${leaks.count} in the clear`,
    findings: [
      ...(wasFull ? [] : ['full disk: it was never full']),
      ...(code === 0
        ? []
        : [`full disk: the process ended with ${String(code)}: ${last.lines.at(-1) ?? ''}`]),
      ...(lost + repeated + unknown + leaks.count === 0
        ? []
        : [`full disk: ${lost} lost, ${repeated} twice, ${unknown} unknown, ${leaks.count} in the clear`]),
    ],
  };
}
