import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import t from 'tap';
import { cpuSecondsOf, processOn } from '../../src/e2e/process-cpu.js';

const skip = process.platform === 'linux' ? false : 'only Linux says what processes use';

t.test('finds the process that listens on a port, and what it used', { skip }, async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  t.equal(await processOn((server.address() as AddressInfo).port), process.pid);
  const used = await cpuSecondsOf(process.pid);
  t.ok(used !== undefined && used > 0);
});

t.test('says nothing of what it cannot know', async (t) => {
  t.equal(await cpuSecondsOf(undefined), undefined);
  t.equal(await cpuSecondsOf(2 ** 30), undefined);
  t.equal(await processOn(1), undefined);
});
