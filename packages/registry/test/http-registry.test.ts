import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import { createHttpRegistry, type HttpRegistryOptions, type SchemaRegistry } from '../src/index.js';

type Answer = readonly [status: number, body: unknown, type?: string];
const json = 'application/vnd.schemaregistry.v1+json';

interface Served {
  readonly registry: SchemaRegistry;
  readonly asked: string[];
  readonly url: string;
}

/** A server that answers by path; faults of a registry that no real one shows at will. */
async function serve(
  t: { readonly teardown: (action: () => void) => void },
  answers: Readonly<Record<string, Answer | Answer[]>>,
  options: Partial<HttpRegistryOptions> = {},
): Promise<Served> {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    asked.push(path);
    const listed = answers[path] ?? [404, { error_code: 40403 }];
    const answer = (
      Array.isArray(listed[0]) ? ((listed as Answer[]).shift() ?? [500, {}]) : listed
    ) as Answer;
    const [status, body, type = json] = answer;
    response.writeHead(status, { 'content-type': type });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { registry: createHttpRegistry({ url: `${url}/`, ...options }), asked, url };
}

const one = { kind: 'registry', id: 1 } as const;

t.test('a schema comes with its references, those it needs first, and is asked for once', async (t) => {
  const reference = (name: string): object => ({ name, subject: name, version: 1 });
  const { registry, asked } = await serve(t, {
    '/schemas/ids/1': [
      200,
      { schema: 'main', schemaType: 'PROTOBUF', references: [reference('b'), reference('c/d')] },
    ],
    '/schemas/ids/1/versions': [200, [{ subject: 's', version: 3 }]],
    '/subjects/b/versions/1': [200, { schema: 'B', references: [reference('c/d'), reference('b')] }],
    '/subjects/c%2Fd/versions/1': [200, { schema: 'C' }],
  });
  const [first, second] = await Promise.all([registry.find(one), registry.find(one)]);
  t.same(first, {
    ...{ type: 'PROTOBUF', text: 'main', tags: new Map(), subjects: [{ subject: 's', version: 3 }] },
    references: [
      { name: 'c/d', text: 'C' },
      { name: 'b', text: 'B' },
    ],
  });
  t.equal(second, first);
  t.equal(asked.length, 4);
});

t.test('Avro is what a schema without a type is, and tags come from its metadata', async (t) => {
  const { registry } = await serve(t, {
    '/schemas/guids/g': [200, { schema: '"int"', metadata: { tags: { '**.x': ['PII'] } } }],
    '/subjects/a%20b/versions/2': [200, { schema: '"int"', references: null, metadata: null }],
  });
  t.match(await registry.find({ kind: 'guid', guid: 'g' }), {
    type: 'AVRO',
    tags: new Map([['**.x', ['PII']]]),
  });
  t.match(await registry.findVersion('a b', 2), { subjects: [{ subject: 'a b', version: 2 }] });
});

t.test('what is absent is believed for a while, then asked for again', async (t) => {
  let now = 0;
  const { registry, asked } = await serve(
    t,
    { '/schemas/ids/1/versions': [404, {}] },
    { now: () => now, absentForMs: 10 },
  );
  t.equal(await registry.find(one), undefined);
  now = 9;
  t.equal(await registry.find(one), undefined);
  t.equal(asked.length, 1);
  now = 10;
  t.equal(await registry.find(one), undefined);
  t.equal(asked.length, 2);
});

t.test('a schema that lacks a reference is none', async (t) => {
  const { registry } = await serve(t, {
    '/schemas/ids/1': [200, { schema: 'x', references: [{ name: 'b', subject: 'b', version: 1 }] }],
  });
  t.equal(await registry.find(one), undefined);
});

t.test('no more schemas are kept than allowed', async (t) => {
  const { registry, asked } = await serve(
    t,
    { '/schemas/guids/a': [200, { schema: 'a' }], '/schemas/guids/b': [200, { schema: 'b' }] },
    { maxSchemas: 1 },
  );
  for (const guid of ['a', 'b', 'b', 'a']) await registry.find({ kind: 'guid', guid });
  t.equal(asked.length, 3);
});

t.test('a fault is retryable, is not remembered, and quotes nothing', async (t) => {
  const { registry } = await serve(t, {
    '/schemas/ids/1': [
      [500, 'secret'],
      [200, 'secret'],
      [200, { schema: 5, secret: 1 }],
      [404, 'secret', 'text/html'],
      [200, JSON.stringify({ schema: 'x'.repeat(9_000_000) })],
      [302, '', json],
      [200, { schema: 'x' }],
    ],
  });
  for (let fault = 0; fault < 6; fault += 1) {
    const error = await registry.find(one).catch((thrown: unknown) => thrown);
    t.match(error, { code: 'SJ_REGISTRY_UNREACHABLE', retryable: true });
    t.notMatch((error as Error).message, /secret|xxx/);
  }
  t.match(await registry.find(one), { text: 'x', subjects: [] });
});

t.test('refused credentials are not tried again', async (t) => {
  for (const status of [401, 403]) {
    const { registry } = await serve(t, { '/schemas/ids/1': [status, {}] });
    await t.rejects(registry.find(one), { code: 'SJ_REGISTRY_DENIED', retryable: false });
  }
});

t.test('credentials are sent, and only to the registry itself', async (t) => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(200, { 'content-type': json });
    response.end(JSON.stringify(request.url?.endsWith('versions') === true ? [] : { schema: 'x' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/base`;
  await createHttpRegistry({ url, username: 'u', password: 'p' }).find(one);
  t.same(new Set(seen), new Set([`Basic ${Buffer.from('u:p').toString('base64')}`]));
});

t.test('a registry that does not listen or does not answer is unreachable', async (t) => {
  const closed = createHttpRegistry({ url: 'http://127.0.0.1:1' });
  await t.rejects(closed.find(one), { code: 'SJ_REGISTRY_UNREACHABLE', retryable: true });
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  await t.rejects(createHttpRegistry({ url, timeoutMs: 50 }).find(one), { code: 'SJ_REGISTRY_UNREACHABLE' });
});
