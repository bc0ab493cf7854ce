import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { kmsError, s3Error } from '../src/proxy/http-answers.js';
import { HttpProxy, type HttpFault } from '../src/proxy/http-proxy.js';
import { Random } from '../src/random.js';

interface Setup {
  readonly proxy: HttpProxy;
  readonly url: string;
  /** Lengths of the bodies that came whole, and of those that were cut. */
  readonly whole: number[];
  readonly cut: number[];
}

async function setUp(t: Test): Promise<Setup> {
  const whole: number[] = [];
  const cut: number[] = [];
  const server: Server = createServer((req: IncomingMessage, res) => {
    let length = 0;
    req.on('data', (chunk: Buffer) => (length += chunk.length));
    req.on('aborted', () => cut.push(length));
    req.on('error', () => undefined);
    req.on('end', () => {
      whole.push(length);
      res.writeHead(200, { etag: '"of-the-server"', 'content-length': 10 });
      res.end('0123456789');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy = new HttpProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, new Random(1));
  await proxy.listen();
  t.teardown(async () => {
    await proxy.close();
    server.closeAllConnections();
    server.close();
  });
  return { proxy, url: `http://127.0.0.1:${proxy.port}/bucket/key`, whole, cut };
}

function put(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'PUT', body: 'x'.repeat(1_000), headers });
}

t.test('without a rule all is passed on as it is', async (t) => {
  const { url, whole } = await setUp(t);
  const answer = await put(url);
  t.equal(answer.headers.get('etag'), '"of-the-server"');
  t.equal(await answer.text(), '0123456789');
  t.same(whole, [1_000]);
});

t.test('an injected error never reaches the server, and falls on its API only', async (t) => {
  const { proxy, url, whole } = await setUp(t);
  const slowDown = proxy.inject({
    api: 's3',
    share: 1,
    fault: { kind: 'error', answer: s3Error(503, 'SlowDown') },
  });
  const denied = proxy.inject({
    api: 'kms',
    share: 1,
    fault: { kind: 'error', answer: kmsError(400, 'AccessDeniedException') },
  });
  const s3 = await put(url);
  t.equal(s3.status, 503);
  t.match(await s3.text(), '<Code>SlowDown</Code>');
  const kms = await put(url, { 'x-amz-target': 'TrentService.Decrypt' });
  t.equal(kms.status, 400);
  t.match(await kms.json(), { __type: 'AccessDeniedException' });
  t.same([slowDown.hits(), denied.hits(), whole.length], [1, 1, 0], 'both are counted');
  slowDown.end();
  t.equal((await put(url)).status, 200, 'and it ends');
});

t.test('a cut request leaves half of its body at the server, and no answer', async (t) => {
  const { proxy, url, whole, cut } = await setUp(t);
  const injection = proxy.inject({ api: 's3', share: 1, fault: { kind: 'cut-request' } });
  await t.rejects(put(url));
  await new Promise((resolve) => setTimeout(resolve, 200));
  t.same([whole, cut, injection.hits()], [[], [500], 1]);
});

t.test('of a lost answer the server has done its part', async (t) => {
  const { proxy, url, whole } = await setUp(t);
  proxy.inject({ api: 's3', share: 1, fault: { kind: 'cut-response' } });
  await t.rejects(put(url).then((answer) => answer.text()));
  t.same(whole, [1_000]);
});

t.test('a wrong ETag comes with the answer of the server', async (t) => {
  const { proxy, url } = await setUp(t);
  proxy.inject({ api: 's3', share: 1, fault: { kind: 'wrong-etag' } });
  const answer = await put(url);
  t.equal(answer.headers.get('etag'), '"00000000000000000000000000000000"');
  t.equal(await answer.text(), '0123456789');
});

for (const cutAtHeal of [true, false]) {
  t.test(
    `silence ${cutAtHeal ? 'ends with the connection' : 'does not end'} when it is healed`,
    async (t) => {
      const { proxy, url, whole } = await setUp(t);
      const fault: HttpFault = { kind: 'silence', cutAtHeal };
      const injection = proxy.inject({ api: 's3', share: 1, fault });
      const asked = fetch(url, { method: 'PUT', body: 'x', signal: AbortSignal.timeout(1_000) });
      asked.catch(() => undefined);
      while (injection.hits() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      injection.end();
      await t.rejects(asked, { name: cutAtHeal ? 'TypeError' : 'TimeoutError' });
      t.same(whole, []);
    },
  );
}

t.test('who watches learns of a success before the client does', async (t) => {
  const { proxy, url, whole } = await setUp(t);
  const seen: string[] = [];
  const unwatch = proxy.watch(async ({ method, path }) => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    seen.push(`${method} ${path} ${whole.length}`);
  });
  await put(url);
  t.same(seen, ['PUT /bucket/key 1']);
  unwatch();
  await put(url);
  t.equal(seen.length, 1);
});
