import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { uniqueName, useKafka, type KafkaServer } from '@scrubjay/testkit';
import t, { type Test } from 'tap';
import { connectTo, createTopic, committedOffset, produce, readCommitted } from './fixtures/support.js';

// A longer promise: a process that is killed at any moment neither loses nor repeats a message.
const partitions = 6;
const count = 20_000;
const kills = 3;

const worker = fileURLToPath(new URL('fixtures/identity-worker.ts', import.meta.url));

async function run(t: Test, server: KafkaServer): Promise<void> {
  const kafka = connectTo(server.brokers);
  const input = await createTopic(kafka, partitions);
  const output = await createTopic(kafka, 3);
  const groupId = uniqueName('g');
  await produce(
    kafka,
    input,
    Array.from({ length: count }, (_, i) => ({
      partition: i % partitions,
      key: String(i),
      value: 'x'.repeat(100),
    })),
  );

  const begin = (): { child: ChildProcess; delivered: () => number } => {
    const args = ['--import=@scrubjay/ts-register', worker, server.brokers.join(','), input, output, groupId];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    t.teardown(() => child.kill('SIGKILL'));
    let delivered = 0;
    createInterface({ input: child.stdout }).on('line', (line) => (delivered = Number(line)));
    return { child, delivered: () => delivered };
  };

  for (let kill = 0; kill < kills; kill += 1) {
    const { child, delivered } = begin();
    while (delivered() < 3_000) await delay(5);
    await delay(Math.random() * 30);
    child.kill('SIGKILL');
  }
  const { child } = begin();
  const done = async (): Promise<boolean> => {
    for (let partition = 0; partition < partitions; partition += 1) {
      const expected = Math.ceil((count - partition) / partitions);
      const offset = await committedOffset(kafka, groupId, input, partition).catch(() => undefined);
      if (Number(offset) < expected || offset === undefined) return false;
    }
    return true;
  };
  while (!(await done())) await delay(200);
  child.kill('SIGKILL');

  const read = await readCommitted(kafka, output);
  t.equal(read.length, count, 'as many as went in');
  t.equal(new Set(read.map(({ key }) => key)).size, count, 'each of them once');
}

t.test('a process killed three times delivers every message exactly once', async (t) => {
  const server = await useKafka(t);
  if (server !== undefined) await run(t, server);
});
