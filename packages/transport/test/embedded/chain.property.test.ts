import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ScrubjayError, isScrubjayError } from '@scrubjay/errors';
import { createRunner, type Delivery, type SourceMessage, type Target } from '@scrubjay/pipeline';
import fc from 'fast-check';
import t from 'tap';
import { createChannel } from '../../src/embedded/channel.js';
import { createFileSource } from '../../src/embedded/file-source.js';

const retry = { initialMs: 1, maxMs: 2 };
const limits = {
  maxBatchBytes: 300,
  maxBatchMessages: 20,
  maxBatchAgeMs: 5,
  maxBufferedBytes: 2000,
  maxInFlightDeliveries: 2,
};

/** What outlives a process: by source range, the texts that were made durable. Written again, a range is replaced. */
type Disk = Map<string, readonly string[]>;

function diskTarget(disk: Disk, lives: number): Target<string> {
  let left = lives;
  return {
    async deliver({ partition, first, outputs }: Delivery<string>) {
      if (left-- <= 0) throw new ScrubjayError('SJ_STORE_DENIED', 'the process dies here.');
      const written = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        disk.set(`${partition.stream}@${first}`, outputs);
      });
      return { durable: written, positionCommitted: false };
    },
    close: async () => undefined,
  };
}

/** Two runners in a chain over a file, as the embedded default runs them; the second one may die. */
async function runChain(path: string, stateDir: string, disk: Disk, lives: number): Promise<void> {
  const channel = createChannel<SourceMessage, SourceMessage>({
    maxBytes: 500,
    sizeOf: ({ value }) => value?.length ?? 0,
    map: (message) => message,
  });
  const first = createRunner({
    name: 'first',
    source: createFileSource({ paths: [path], stateDir, batchBytes: 150 }),
    stage: {
      process: async ({ messages }) => messages.filter(({ offset }) => offset % 7n !== 0n || offset === 0n),
    },
    target: channel.target,
    limits,
    retry,
  });
  const second = createRunner({
    name: 'second',
    source: channel.source,
    stage: {
      process: async ({ messages }) => messages.map(({ offset, value }) => `${offset}:${String(value)}`),
    },
    target: diskTarget(disk, lives),
    limits,
    retry,
  });
  const ends = await Promise.allSettled([first.run(), second.run()]);
  for (const end of ends) {
    if (end.status === 'rejected' && !(lives < 1000 && isScrubjayError(end.reason))) throw end.reason;
  }
}

t.test('a chain that dies at any point and is run again leaves every line durable, whole', async (t) => {
  const dir = t.testdir({ 'a.log': Array.from({ length: 200 }, (_, i) => `line ${i}\n`).join('') });
  const path = join(dir, 'a.log');
  const stateDir = join(dir, 'state');
  const lines: string[] = [];
  let offset = 0;
  for (const line of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
    if (offset % 7 !== 0 || offset === 0) lines.push(`${offset}:${line}`);
    offset += line.length + 1;
  }
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(6), { maxLength: 4 }), async (deaths) => {
      rmSync(stateDir, { recursive: true, force: true });
      const disk: Disk = new Map();
      for (const lives of deaths) await runChain(path, stateDir, disk, lives);
      await runChain(path, stateDir, disk, 1000);
      const found = new Set([...disk.values()].flat());
      if (found.size !== lines.length || !lines.every((line) => found.has(line))) {
        throw new Error(`${found.size} of ${lines.length} lines`);
      }
    }),
    { numRuns: 25 },
  );
  t.pass('25 lives');
});
