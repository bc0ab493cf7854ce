import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { TcpProxy } from '../src/proxy/tcp-proxy.js';

/** A server that gives back what it gets, behind a proxy. */
async function setUp(t: Test): Promise<{ readonly proxy: TcpProxy; readonly client: Socket }> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = new TcpProxy();
  await proxy.listen();
  proxy.forwardTo('127.0.0.1', (server.address() as AddressInfo).port);
  const client = connect(proxy.port, '127.0.0.1');
  await once(client, 'connect');
  client.on('error', () => undefined);
  t.teardown(async () => {
    client.destroy();
    await proxy.close();
    server.close();
  });
  return { proxy, client };
}

async function echo(client: Socket, bytes: Buffer): Promise<{ readonly back: Buffer; readonly ms: number }> {
  const begun = performance.now();
  let back = Buffer.alloc(0);
  client.write(bytes);
  while (back.length < bytes.length) {
    const [chunk] = (await once(client, 'data')) as [Buffer];
    back = Buffer.concat([back, chunk]);
  }
  return { back, ms: performance.now() - begun };
}

const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));

t.test('passes on what comes, whole and in order', async (t) => {
  const { client, proxy } = await setUp(t);
  t.ok((await echo(client, bytes)).back.equals(bytes));
  t.equal(proxy.delayed, 0);
});

t.test('latency comes on top in both directions, and the order stays', async (t) => {
  const { client, proxy } = await setUp(t);
  proxy.set({ latencyMs: 50 });
  const { back, ms } = await echo(client, bytes);
  t.ok(back.equals(bytes));
  t.ok(ms >= 95, `${ms.toFixed(0)} ms`);
  t.ok(proxy.delayed > 1);
});

t.test('a narrow line takes as long as its width says', async (t) => {
  const { client, proxy } = await setUp(t);
  proxy.set({ bytesPerSecond: 200_000 });
  const { back, ms } = await echo(client, bytes);
  t.ok(back.equals(bytes));
  t.ok(ms > 450, `${ms.toFixed(0)} ms`);
});

t.test('a blackhole keeps all until it is gone, and tells nobody', async (t) => {
  const { client, proxy } = await setUp(t);
  proxy.set({ isBlackhole: true });
  let isBack = false;
  const done = echo(client, bytes).then((result) => {
    isBack = true;
    return result;
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  t.notOk(isBack);
  t.notOk(client.destroyed);
  proxy.set({});
  t.ok((await done).back.equals(bytes));
});

t.test('a reset ends all connections and counts them', async (t) => {
  const { client, proxy } = await setUp(t);
  await echo(client, Buffer.from('x'));
  const closed = new Promise((resolve) => client.on('close', resolve));
  t.equal(proxy.reset(), 1);
  await closed;
  t.equal(proxy.connections, 0);
  t.equal(proxy.reset(), 0);
});
