import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { fetchMetrics, parseMetrics } from '../../src/rules/read-metrics.js';

t.test('reads our own metrics, with and without labels, and passes over the rest', async (t) => {
  const text = [
    '# HELP scrubjay_shadow_records_total Records.',
    '# TYPE scrubjay_shadow_records_total counter',
    'scrubjay_shadow_records_total 1234',
    'scrubjay_ruleset_info{role="active",policy="a \\"b\\" \\\\ \\n"} 1',
    'scrubjay_big_total 1.5e+21',
    'process_cpu_seconds_total 3',
    '',
  ].join('\n');
  t.strictSame(
    parseMetrics(text).map(({ name, labels, value }) => [name, Object.fromEntries(labels), value]),
    [
      ['scrubjay_shadow_records_total', {}, 1234],
      ['scrubjay_ruleset_info', { role: 'active', policy: 'a "b" \\ \n' }, 1],
      ['scrubjay_big_total', {}, 1.5e21],
    ],
  );
});

async function serve(t: Pick<Test, 'teardown'>, status: number): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(status).end(`scrubjay_path_total{path="${request.url ?? ''}"} 1\n`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

t.test('finds /metrics at an address, or what the address names', async (t) => {
  const address = await serve(t, 200);
  for (const [given, path] of [
    [address, '/metrics'],
    [`http://${address}/`, '/metrics'],
    [`http://${address}/other`, '/other'],
  ] as const)
    t.equal((await fetchMetrics(given))[0]?.labels.get('path'), path);
});

t.test('says who does not answer', async (t) => {
  await t.rejects(fetchMetrics(await serve(t, 503)), {
    code: 'SJ_METRICS_UNREACHABLE',
    message: /answers with status 503/,
  });
  await t.rejects(fetchMetrics('http://127.0.0.1:1/'), { code: 'SJ_METRICS_UNREACHABLE' });
  await t.rejects(fetchMetrics('http://:no'), { code: 'SJ_USAGE' });
});

t.test('repeats no secret of an address', async (t) => {
  const messageOf = (address: string): Promise<string> =>
    fetchMetrics(address).then(
      () => 'answered',
      (error: unknown) => (error as Error).message,
    );
  const unread = await messageOf('http://127.0.0.1:1/metrics?token=hunter2');
  t.equal(unread, 'Nothing answers at http://127.0.0.1:1/metrics.');
  t.equal(
    await messageOf('http://jane:hunter2@127.0.0.1:1/'),
    'The address given to --live holds credentials.',
  );
});
