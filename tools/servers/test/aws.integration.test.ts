import { spawn } from 'node:child_process';
import t from 'tap';
import { requireServer, startAws } from '../src/index.js';

const withServers = new URL('../src/with-servers.ts', import.meta.url).pathname;

async function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, ['--import=@scrubjay/ts-register', withServers, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  return await new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, out });
    });
  });
}

t.test('stores an object and refuses to overwrite it conditionally', async (t) => {
  const server = requireServer(t, await startAws());
  if (server === undefined) return;
  t.teardown(server.stop);
  const bucket = `${server.endpoint}/scrubjay-servers-${String(process.pid)}`;
  // moto reads the account and region of a signature but does not check it.
  const authorization = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request';
  const send = async (
    url: string,
    options: { readonly method?: string; readonly body?: string; readonly headers?: Record<string, string> },
  ): Promise<Response> => await fetch(url, { ...options, headers: { authorization, ...options.headers } });
  t.equal((await send(bucket, { method: 'PUT' })).status, 200);
  const put = { method: 'PUT', body: 'content', headers: { 'if-none-match': '*' } };
  t.equal((await send(`${bucket}/key`, put)).status, 200);
  t.equal((await send(`${bucket}/key`, put)).status, 412);
  t.equal(await (await send(`${bucket}/key`, {})).text(), 'content');
});

t.test('with-servers hands the addresses to the command and returns its exit code', async (t) => {
  const server = requireServer(t, await startAws());
  if (server === undefined) return;
  t.teardown(server.stop);
  // An address that nobody listens on leaves Kafka out without starting one.
  const env = { SCRUBJAY_TEST_AWS: server.endpoint, SCRUBJAY_TEST_KAFKA: '127.0.0.1:1' };
  const script = 'console.log(process.env.SCRUBJAY_TEST_AWS, process.env.AWS_ACCESS_KEY_ID); process.exit(7)';
  const { code, out } = await run(['--', process.execPath, '-e', script], env);
  t.equal(code, 7);
  t.equal(out, `${server.endpoint} test\n`);
});
