import { setTimeout as sleep } from 'node:timers/promises';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import t from 'tap';
import { CircuitOpen, createCircuit, guardClient, type CircuitState } from '../src/index.js';

const pauseMs = 20;
const down = (): Promise<never> => Promise.reject(new Error('connect ECONNREFUSED'));
const refused = (): Promise<never> =>
  Promise.reject(
    Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }),
  );

t.test('opens after outages in a row, and then nothing is asked', async (t) => {
  const states: CircuitState[] = [];
  let turnedAway = 0;
  let asked = 0;
  const circuit = createCircuit({
    ...{ failures: 3, pauseMs: 10_000, onState: (state) => states.push(state) },
    onRefused: () => (turnedAway += 1),
  });
  const call = (): Promise<never> => {
    asked += 1;
    return down();
  };
  for (let index = 0; index < 3; index += 1) await t.rejects(circuit.run(call), /ECONNREFUSED/);
  t.strictSame(states, ['open']);
  for (let index = 0; index < 4; index += 1) await t.rejects(circuit.run(call), CircuitOpen);
  t.strictSame([asked, turnedAway], [3, 4]);
});

t.test('an answer in between begins the count anew, and a refusal is an answer', async (t) => {
  const states: CircuitState[] = [];
  const circuit = createCircuit({ failures: 2, onState: (state) => states.push(state) });
  for (const call of [down, refused, down, async () => 1, down])
    await circuit.run<unknown>(call).catch(() => 0);
  t.strictSame(states, []);
  await t.rejects(circuit.run(refused), { name: 'AccessDenied' }, 'the error is what it was');
  await circuit.run(down).catch(() => 0);
  await circuit.run(down).catch(() => 0);
  t.strictSame(states, ['open']);
});

t.test('one call finds out that the service is back, and the others wait for it', async (t) => {
  const states: CircuitState[] = [];
  const circuit = createCircuit({ failures: 1, pauseMs, onState: (state) => states.push(state) });
  await circuit.run(down).catch(() => 0);
  await sleep(3 * pauseMs);
  let running = 0;
  let most = 0;
  let isBack = false;
  const call = async (): Promise<string> => {
    running += 1;
    most = Math.max(most, isBack ? 0 : running);
    await sleep(pauseMs);
    running -= 1;
    isBack = true;
    return 'back';
  };
  t.strictSame(await Promise.all(Array.from({ length: 8 }, () => circuit.run(call))), Array(8).fill('back'));
  t.equal(most, 1, 'no crowd on a service that has just come back');
  t.strictSame(states, ['open', 'half-open', 'closed']);
});

t.test('a trial that fails makes the next pause longer', async (t) => {
  let asked = 0;
  const circuit = createCircuit({ failures: 1, pauseMs, maxPauseMs: 10_000 });
  const end = performance.now() + 600;
  while (performance.now() < end) {
    await circuit
      .run(() => {
        asked += 1;
        return down();
      })
      .catch(() => 0);
    await sleep(2);
  }
  t.ok(asked > 2, 'it was tried again');
  t.ok(asked < 15, `${String(asked)} calls, where even pauses would have let 30 through`);
});

t.test('what counts is what says that the service is down, overloaded or out of reach', async (t) => {
  const cases: [string, number | undefined, boolean][] = [
    ['SlowDown', 503, true],
    ['InternalError', 500, true],
    ['ThrottlingException', 400, true],
    ['KMS.ThrottlingException', 400, true],
    ['LimitExceededException', 400, true],
    ['RequestTimeout', 400, true],
    ['Unknown', 429, true],
    ['TimeoutError', undefined, true],
    ['AccessDeniedException', 400, false],
    ['NoSuchKey', 404, false],
    ['PreconditionFailed', 412, false],
    ['ExpiredToken', 400, false],
    ['CredentialsProviderError', undefined, false],
    ['TokenProviderError', undefined, false],
  ];
  const odd = createCircuit({ failures: 1 });
  await odd.run(() => Promise.reject(undefined as unknown as Error)).catch(() => 0);
  await t.rejects(
    odd.run(async () => 1),
    CircuitOpen,
    'what is no error at all counts',
  );
  for (const [name, httpStatusCode, counts] of cases) {
    let opened = false;
    const circuit = createCircuit({ failures: 1, onState: () => (opened = true) });
    const error = Object.assign(new Error('x'), { name, $metadata: { httpStatusCode } });
    await circuit.run(() => Promise.reject(error)).catch(() => 0);
    t.equal(opened, counts, name);
  }
});

t.test('stands before a client of the SDK, outside of its retries', async (t) => {
  const client = new S3Client({
    ...{ endpoint: 'http://127.0.0.1:1', region: 'eu-central-1', maxAttempts: 2 },
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });
  t.teardown(() => client.destroy());
  let requests = 0;
  client.middlewareStack.add(
    (next) => (args) => {
      requests += 1;
      return next(args);
    },
    { step: 'deserialize', name: 'count' },
  );
  guardClient(client, createCircuit({ failures: 2 }));
  const list = (): Promise<unknown> => client.send(new ListBucketsCommand({}));
  await t.rejects(list(), { code: 'ECONNREFUSED' });
  await t.rejects(list(), { code: 'ECONNREFUSED' });
  await t.rejects(list(), CircuitOpen);
  t.equal(requests, 4);
});
