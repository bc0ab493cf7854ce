import t from 'tap';
import { z } from 'zod';
import { isScrubjayError } from '@scrubjay/errors';
import { loadConfig, overlayEnvironment, parseConfig, toConfigJsonSchema } from '../src/index.js';

const schema = z.strictObject({
  environment: z
    .string()
    .regex(/^[a-z]+$/, 'expected small letters')
    .default('development'),
  kafka: z
    .strictObject({
      brokers: z.array(z.string()).min(1),
      sessionTimeoutMs: z.number().int().min(100).max(60_000).default(10_000),
      sasl: z.strictObject({ username: z.string(), password: z.string() }).optional(),
    })
    .optional(),
  store: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('s3'), bucket: z.string() }),
      z.strictObject({ kind: z.literal('folder'), path: z.string() }),
    ])
    .optional(),
  level: z.union([z.enum(['info', 'debug']), z.number()]).optional(),
  flag: z.boolean().optional(),
});

const failure = (text: string, env: Record<string, string> = {}): string => {
  try {
    parseConfig(schema, { file: 'c.yaml', text }, env);
  } catch (error) {
    if (isScrubjayError(error) && error.code === 'SJ_CONFIG_INVALID') return error.message;
    throw error;
  }
  return 'valid';
};

t.test('reads a file, fills defaults and freezes all of it', async (t) => {
  const dir = t.testdir({ 'c.yaml': 'kafka: {brokers: [a:1]}' });
  const config = await loadConfig(schema, `${dir}/c.yaml`);
  t.strictSame(config.kafka, { brokers: ['a:1'], sessionTimeoutMs: 10_000 });
  t.ok(Object.isFrozen(config.kafka?.brokers));
});

t.test('an empty file is a configuration of defaults', async (t) => {
  t.equal(parseConfig(schema, { file: 'c.yaml', text: '' }).environment, 'development');
});

t.test('a missing file is named', async (t) => {
  await t.rejects(loadConfig(schema, '/no/such.yaml'), {
    code: 'SJ_CONFIG_NOT_FOUND',
    message: /such\.yaml/,
  });
});

t.test('tells every problem at once by key, type found and what is accepted', async (t) => {
  const message = failure(
    'environment: 5\nkafka: {brokers: [], sessionTimeoutMs: 5, colour: red}\nlevel: [1]',
  );
  t.match(message, 'environment: found a number, expected string');
  t.match(message, 'kafka.brokers: found a list, expected at least 1');
  t.match(message, 'kafka.sessionTimeoutMs: found a number, expected at least 100');
  t.match(message, 'kafka: unknown key colour');
  t.match(message, 'level: found a list, expected one of info, debug or expected number');
});

t.test('covers the other shapes of a wrong value', async (t) => {
  t.match(failure('kafka: {brokers: [a], sessionTimeoutMs: 100000}'), 'expected at most 60000');
  t.match(failure('store: {kind: tape}'), 'store.kind: found text');
  t.match(failure('store: 5'), 'store: found a number');
  t.match(failure('level: loud'), 'expected one of info, debug');
  t.match(failure('environment: null'), 'found null');
  t.match(failure('environment: UPPER'), 'environment: found text, expected small letters');
  t.match(failure('store: {kind: s3}'), 'store.bucket: found nothing');
  t.match(failure('kafka: {brokers: {a: 1}}'), 'found a section');
  t.match(failure('[1]'), 'the file: found a list');
  t.match(failure('kafka: {brokers: [a], sessionTimeoutMs: 100.5}'), 'sessionTimeoutMs');
});

t.test('never shows a value', async (t) => {
  t.notMatch(failure('kafka: {brokers: [a], sasl: {username: u, password: 12345}}'), '12345');
  t.notMatch(failure('kafka: {brokers: [a], password: hunter2 ]'), 'hunter2');
});

t.test('shows no value that stands where a key should', async (t) => {
  for (const slip of [
    '{brokers: [a], sasl: {username: u, password:hunter2}}',
    '{brokers: [a], sasl: {username: u, hunter2}}',
    '{brokers: [a], sasl: {username: u, password: {{ hunter2 }}}}',
    '{brokers: [a], hunter2}',
    '{brokers: [a], sasl: {username: u, password: p}, "hunter2 with spaces": 1}',
  ])
    t.notMatch(failure(`kafka: ${slip}`), 'hunter2', slip);
  t.match(failure('kafka: {brokers: [a], hunter2}'), 'kafka: unknown key (not shown: it may be a value)');
  t.notMatch(failure('names: {"jane@example.com": 1}'), 'jane');
});

t.test('the parser warns of nothing, as that would quote the file', async (t) => {
  const warnings: Error[] = [];
  const listen = (warning: Error): number => warnings.push(warning);
  process.on('warning', listen);
  failure('kafka: {brokers: [a], sasl: {{ hunter2 }}}');
  failure('', { SCRUBJAY_FLAG: '!hunter2 maybe', SCRUBJAY_KAFKA: '{{ hunter2 }: 1}' });
  await new Promise(setImmediate);
  process.off('warning', listen);
  t.strictSame(warnings, []);
});

t.test('refuses broken YAML by line, and alias bombs', async (t) => {
  t.match(failure('a: 1\nb: [1'), /line 2: not valid YAML/);
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x,x]',
    'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]',
    'c: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]',
  ];
  t.match(failure(bomb.join('\n')), 'too many YAML aliases');
});

t.test('environment variables override by section, whatever the case style', async (t) => {
  const config = parseConfig(
    schema,
    { file: 'c', text: 'kafka: {brokers: [x], sasl: {username: u, password: p}}' },
    {
      SCRUBJAY_KAFKA__BROKERS: 'a:1, b:2',
      SCRUBJAY_KAFKA__SESSION_TIMEOUT_MS: '500',
      SCRUBJAY_KAFKA__SASL__PASSWORD: '0042',
      SCRUBJAY_STORE__KIND: 'folder',
      SCRUBJAY_STORE__PATH: '/x',
      SCRUBJAY_FLAG: 'true',
      SCRUBJAY_LEVEL: 'debug',
      SCRUBJAY_TEST_KAFKA: 'ignored',
      OTHER: 'x',
    },
  );
  t.strictSame(config.kafka, {
    brokers: ['a:1', 'b:2'],
    sessionTimeoutMs: 500,
    sasl: { username: 'u', password: '0042' },
  });
  t.strictSame(config.store, { kind: 'folder', path: '/x' });
  t.equal(config.flag, true);
  t.equal(config.level, 'debug');
});

t.test('an override with a section that is no key is an error; one that is no YAML stays text', async (t) => {
  t.match(failure('', { SCRUBJAY_KAFKA__COLOUR: 'red' }), 'SCRUBJAY_KAFKA__COLOUR: no such key');
  t.match(failure('', { SCRUBJAY_FLAG: '[oops' }), 'flag: found text, expected boolean');
  t.match(failure('', { SCRUBJAY_KAFKA__BROKERS: '["a", ' }), 'brokers');
});

t.test('without overrides an unreadable root is left for validation to name', async (t) => {
  t.strictSame(overlayEnvironment([1], toConfigJsonSchema(schema), { SCRUBJAY_FLAG: undefined }).config, [1]);
});
