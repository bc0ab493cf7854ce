import { ScrubjayError } from '@scrubjay/errors';
import type { Runner } from '@scrubjay/pipeline';
import { createHealth } from '@scrubjay/telemetry';
import t from 'tap';
import type { ServiceContext } from '../src/context.js';
import { runToEnd, type Lifecycle } from '../src/lifecycle.js';
import { KeptLog } from './doubles.js';

/** A runner that ends when it is told to. */
class FakeRunner implements Runner {
  readonly #calls: string[];
  readonly #name: string;
  #end: (error?: Error) => void = () => undefined;
  readonly #ended: Promise<void>;

  constructor(name: string, calls: string[]) {
    this.#name = name;
    this.#calls = calls;
    this.#ended = new Promise((resolve, reject) => {
      this.#end = (error) => {
        if (error === undefined) resolve();
        else reject(error);
      };
    });
  }

  run(): Promise<void> {
    this.#calls.push(`run ${this.#name}`);
    return this.#ended;
  }

  drain(): void {
    this.#calls.push(`drain ${this.#name}`);
    this.#end();
  }

  stop(): void {
    this.#calls.push(`stop ${this.#name}`);
    this.#end(new ScrubjayError('SJ_STOPPED', `${this.#name} was stopped.`));
  }

  end(error?: Error): void {
    this.#end(error);
  }
}

type Signal = 'SIGTERM' | 'SIGINT';
/** The test runner listens too: it must not hear the signals that are for us. */
const others = new Map((['SIGTERM', 'SIGINT'] as const).map((name) => [name, process.listeners(name)]));

const ours = (name: Signal): ((name: Signal) => void)[] =>
  process.listeners(name).filter((listener) => others.get(name)?.includes(listener) !== true);

function send(name: Signal): void {
  for (const listener of ours(name)) listener(name);
}

interface World {
  readonly calls: string[];
  readonly first: FakeRunner;
  readonly second: FakeRunner;
  readonly log: KeptLog;
  readonly context: ServiceContext;
  readonly start: (options: Omit<Lifecycle, 'runners'>) => Promise<void>;
}

function world(): World {
  const calls: string[] = [];
  const [first, second] = [new FakeRunner('first', calls), new FakeRunner('second', calls)];
  const log = new KeptLog();
  const context = {
    log,
    health: createHealth(),
    config: { environment: 'test' },
  } as unknown as ServiceContext;
  return {
    calls,
    first,
    second,
    log,
    context,
    start: (options) => runToEnd(context, { runners: [first, second], ...options }),
  };
}

t.test('runs until all inputs end, ready from the start', async (t) => {
  const { calls, first, second, context, log, start } = world();
  t.strictSame([...context.health.troubles.keys()], ['start']);
  const running = start({ joinedBy: 'kafka' });
  t.strictSame(calls, ['run first', 'run second']);
  t.equal(context.health.troubles.size, 0);
  first.end();
  second.end();
  await running;
  t.strictSame(
    log.lines.map(({ event }) => event),
    ['running', 'finished'],
  );
  t.strictSame([...ours('SIGTERM'), ...ours('SIGINT')], [], 'and leaves no listener');
});

t.test('a failure stops all others and is thrown, not what it brought about', async (t) => {
  const { calls, second, log, start } = world();
  const running = start({ joinedBy: 'memory' });
  second.end(new ScrubjayError('SJ_STORE_DENIED', 'The bucket is closed.'));
  await t.rejects(running, { code: 'SJ_STORE_DENIED' });
  t.strictSame(calls.slice(2), ['stop first', 'stop second', 'stop first', 'stop second']);
  t.notOk(log.lines.some(({ event }) => event === 'finished'));
});

t.test('of two failures the first counts, whatever comes after', async (t) => {
  const { first, second, start } = world();
  const running = start({ joinedBy: 'kafka' });
  first.end(new TypeError('first'));
  second.end(new ScrubjayError('SJ_STORE_DENIED', 'second'));
  await t.rejects(running, TypeError);
});

t.test('a runner that was only stopped is not the cause, even where it ends first', async (t) => {
  const { first, second, start } = world();
  const running = start({ joinedBy: 'kafka' });
  first.end(new ScrubjayError('SJ_STOPPED', 'stopped'));
  second.end(new ScrubjayError('SJ_KAFKA_FENCED', 'fenced'));
  await t.rejects(running, { code: 'SJ_KAFKA_FENCED' });
});

t.test('SIGTERM drains: in memory the first stage, whose end flows down; over Kafka all', async (t) => {
  for (const [joinedBy, drained] of [
    ['memory', ['drain first']],
    ['kafka', ['drain first', 'drain second']],
  ] as const) {
    const { calls, second, context, start } = world();
    const running = start({ joinedBy });
    send('SIGTERM');
    t.strictSame(calls.slice(2), drained);
    t.equal(context.health.troubles.get('shutdown'), 'draining');
    second.end();
    await running;
  }
});

t.test('a second signal stops at once, which is told as an error', async (t) => {
  const { calls, start } = world();
  const running = start({ joinedBy: 'memory' });
  send('SIGTERM');
  send('SIGINT');
  t.strictSame(calls.slice(2, 5), ['drain first', 'stop first', 'stop second']);
  await t.rejects(running, { code: 'SJ_STOPPED' });
});

t.test('drains when another service of the process has failed, also before it began', async (t) => {
  const failure = new AbortController();
  const before = world();
  const running = before.start({ joinedBy: 'kafka', signal: failure.signal });
  failure.abort();
  await running;
  t.strictSame(before.calls, ['run first', 'run second', 'drain first', 'drain second']);
  const after = world();
  await after.start({ joinedBy: 'kafka', signal: failure.signal });
  t.strictSame(after.calls, ['drain first', 'drain second', 'run first', 'run second']);
});
