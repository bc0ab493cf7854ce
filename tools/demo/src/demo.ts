import { createReadStream } from 'node:fs';
import { mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createStore, createVault } from '@scrubjay/boot';
import {
  describeRun,
  findObjects,
  readConfig,
  readRecords,
  runEmbedded,
  type FullConfig,
} from '@scrubjay/cli';
import { otlpToCanonical, readOtlpRequest } from '@scrubjay/frame';
import { createObjectSealer } from '@scrubjay/sink';
import { inspectFile, readLines } from '@scrubjay/transport';
import pc from 'picocolors';
import { demoConfig, sampleLogs } from './demo-config.js';
import { excerpt, paintAfter } from './side-by-side.js';

export interface DemoOptions {
  /** Folder for the demo's keys, objects and positions; what an earlier demo left there is removed. */
  readonly dir: string;
  /** The user's own log files; none: the sample logs. */
  readonly files: readonly string[];
  readonly print: (line: string) => void;
}

const maxLineBytes = 1_048_576;
const perFile = 2;
const maxShown = 12;
const width = 118;

/** Runs the whole pipeline over log files in one process and shows what it did and how to look at the result. */
export async function runDemo({ dir, files, print }: DemoOptions): Promise<void> {
  const configFile = join(dir, 'scrubjay.yaml');
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  await writeFile(configFile, demoConfig(dir, files));
  const config = await readConfig(configFile);
  print(pc.bold('\nScrubjay: ingest → redactor → sink, in one process, on these logs:'));
  for (const file of files.length > 0 ? files : sampleLogs()) print(`  ${basename(file)}`);

  const summary = await runEmbedded(config);
  print(pc.bold('\nBefore and after (read back from the encrypted objects)'));
  await showSome(config, files.length > 0 ? files : sampleLogs(), print);
  print(pc.bold('\nWhat was found'));
  print(describeRun(summary));
  print(pc.bold('\nLook at the result'));
  print(
    `  Encrypted objects:  ${config.store.kind === 'folder' ? config.store.path : summary.place}/logs/service=…/dt=…/hr=…/`,
  );
  print(`  Read them:          npx scrubjay query --config ${configFile} --from 2026-01-01 --limit 5`);
  print(
    `  Only errors:        npx scrubjay query --config ${configFile} --from 2026-01-01 --severity error --limit 5`,
  );
  print(`  Verify them:        npx scrubjay verify --config ${configFile} --open`);
  print(`  Your own log file:  npm start -- my.log`);
}

/** A few records of each file that a rule changed, beside what became of them. */
async function showSome(
  config: FullConfig,
  files: readonly string[],
  print: (line: string) => void,
): Promise<void> {
  const scrubbed = await readBack(config);
  let shown = 0;
  for (const file of files) {
    const { identity } = await inspectFile(await realpath(file));
    const changed = changedRecords(file, (position) => scrubbed.get(`${identity} ${position}`) ?? []);
    let ofThisFile = 0;
    for await (const { before, after } of changed) {
      print(`  ${pc.dim(basename(file).padEnd(18))} ${pc.red('-')} ${before}`);
      print(`  ${''.padEnd(18)} ${pc.green('+')} ${paintAfter(after)}`);
      ofThisFile += 1;
      shown += 1;
      if (ofThisFile === perFile || shown === maxShown) break;
    }
    if (shown === maxShown) return;
  }
}

/** Excerpts of the records of a file that are not as they were. An OTLP line holds several records. */
async function* changedRecords(
  file: string,
  scrubbedAt: (position: number) => readonly string[],
): AsyncGenerator<{ readonly before: string; readonly after: string }> {
  for await (const { bytes, position } of readLines(createReadStream(file), { maxLineBytes })) {
    const originals = recordsOfLine(bytes);
    for (const [index, after] of scrubbedAt(position).entries()) {
      const before = originals[index];
      if (before !== undefined && before !== after) yield excerpt(before, after, width);
    }
  }
}

/** The records of a line as ingest takes them. */
function recordsOfLine(line: Buffer): readonly string[] {
  if (!line.includes('"resourceLogs"')) return [line.toString('utf8')];
  const read = readOtlpRequest(line, 'json');
  if (read.kind === 'withheld') return [];
  return [...otlpToCanonical(read.request)].map(({ record }) =>
    comparable(JSON.parse(record.toString('utf8')) as Readonly<Record<string, unknown>>),
  );
}

/** What a record says, without what the pipeline knows about it. */
function comparable({ body, attributes }: Readonly<Record<string, unknown>>): string {
  if (attributes !== undefined) return JSON.stringify({ body, attributes });
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Scrubbed records, in order, by the stream and byte position that they came from. */
async function readBack(config: FullConfig): Promise<ReadonlyMap<string, readonly string[]>> {
  const store = createStore(config.store);
  const vault = await createVault(config.keys, ['scrubbed'], { create: false });
  const sealer = createObjectSealer(vault, config.environment);
  const range = { from: 0, to: Date.now() + 3_600_000 };
  const records = new Map<string, string[]>();
  try {
    for (const key of await findObjects(store, range, { now: Date.now() })) {
      for await (const { value } of readRecords(store, sealer, key, { range })) {
        const { stream, offset } = value['source'] as { stream: string; offset: number };
        const place = `${stream} ${offset}`;
        records.set(place, [...(records.get(place) ?? []), comparable(value)]);
      }
    }
  } finally {
    vault.close();
    await store.close();
  }
  return records;
}
