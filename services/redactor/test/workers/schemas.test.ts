import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { ScrubjayError } from '@scrubjay/errors';
import { defaultTags, type RegisteredSchema, type SchemaRegistry } from '@scrubjay/registry';
import { answerQuestion } from '../../src/workers/remote-registry.js';
import { frameOf } from '../frames.js';
import { noTexts, openPool, setup, textsOf } from './support.js';

const login = (version: number): RegisteredSchema => ({
  ...{ type: 'PROTOBUF', references: [], tags: new Map([['**.note', ['PII']]]) },
  text: 'syntax = "proto3"; message Login { string email = 1 [debug_redact = true]; string note = 2; }',
  subjects: [{ subject: 'login-value', version }],
});

/** Field 1 or 2 of a Login. */
const field = (number: number, value: string): string =>
  String.fromCharCode((number << 3) | 2, value.length) + value;

t.test('workers ask the registry of the main thread, and the wait is no time of theirs', async (t) => {
  const asked: string[] = [];
  const failures: ScrubjayError[] = [];
  const registry: SchemaRegistry = {
    async find(key) {
      asked.push(key.kind);
      const failure = failures.pop();
      if (failure !== undefined) throw failure;
      await sleep(1500);
      return login(2);
    },
    async findVersion(subject, version) {
      asked.push(`${subject} ${version}`);
      return login(version);
    },
  };
  const schemas = { files: new Map(), tags: defaultTags, reviewed: new Map([['login-value', 1]]) };
  const { pool, events } = await openPool(t, {
    ...{ workers: 1, registry, frameTimeoutMs: 1200 },
    setup: { ...setup, hasRegistry: true, schemas },
  });
  const frame = frameOf([field(1, 'jane') + field(2, 'a1 b')], 0, {
    format: 'protobuf',
    schemaId: 'registry:1/0',
  });
  t.match(textsOf(await pool.redact(frame, noTexts)), [
    /^scrubbed: \{"email":"\[SENSITIVE\]","note":"\[PII\]"\}$/,
  ]);
  t.strictSame([...asked, ...events.lost], ['registry', 'registry', 'login-value 1']);
  failures.push(new ScrubjayError('SJ_REGISTRY_UNREACHABLE', 'not now'));
  await t.rejects(pool.redact(frame, noTexts), {
    code: 'SJ_REGISTRY_UNREACHABLE',
    message: 'not now',
    retryable: true,
  });
});

t.test('without a registry no schema is known', async (t) => {
  const question = { kind: 'find', key: { kind: 'registry', id: 1 } } as const;
  t.strictSame(await answerQuestion(undefined, { kind: 'ask', id: 7, question }), {
    ...{ kind: 'schema', id: 7, answer: undefined },
  });
});
