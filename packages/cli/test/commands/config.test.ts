import { readFile } from 'node:fs/promises';
import t from 'tap';
import { z } from 'zod';
import { linesOf, scrubjay, writeConfig } from '../support.js';

t.test(
  'schema: prints the JSON Schema, which is committed (else: node tools/dev/write-docs.mjs)',
  async (t) => {
    const { code, stdout, stderr } = await scrubjay(['config', 'schema']);
    t.equal(code, 0);
    t.equal(stderr, '');
    const committed = new URL('../../../../schemas/config.schema.json', import.meta.url);
    t.equal(stdout, await readFile(committed, 'utf8'));
  },
);

t.test('schema: accepts and refuses what the command does', async (t) => {
  const schema = JSON.parse((await scrubjay(['config', 'schema'])).stdout) as z.core.JSONSchema.JSONSchema;
  t.match(schema, {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Scrubjay configuration',
  });
  const accepts = (config: unknown): boolean => z.fromJSONSchema(schema).safeParse(config).success;
  t.ok(accepts({}));
  t.ok(accepts({ transport: 'memory', ingest: { source: { kind: 'files', paths: ['app.log'] } } }));
  t.ok(accepts({ kafka: { brokers: ['localhost:9092'] } }));
  t.notOk(accepts({ kafka: {} }));
  t.notOk(accepts({ kees: {} }));
  t.notOk(accepts({ transport: 'pigeon' }));
});

t.test('check: accepts a good file, with its overrides', async (t) => {
  const file = await writeConfig(t.testdir({}));
  const good = await scrubjay(['config', 'check', '--config', file]);
  t.equal(good.code, 0);
  t.equal(good.stdout, `${file} is valid.\n`);
  const env = { SCRUBJAY_TELEMETRY__PORT: 'high' };
  const overridden = await scrubjay(['config', 'check', '--config', file], { env });
  t.equal(overridden.code, 2);
  t.match(overridden.stderr, 'telemetry.port: found text, expected');
});

t.test('check: names every bad key, the type found and what is accepted, but no value', async (t) => {
  const file = await writeConfig(t.testdir({}), {
    transport: 's3cret',
    kafka: { brokers: 's3cret', sasl: { mechanism: 'plain', username: 'u', pasword: 's3cret' } },
    telemetry: { port: 70_000 },
    kees: { provider: 's3cret' },
  });
  const { code, stdout, stderr } = await scrubjay(['config', 'check', '--config', file]);
  t.equal(code, 2);
  t.equal(stdout, '');
  t.equal(linesOf(stderr).length, 1);
  t.match(stderr, /^error: SJ_CONFIG_INVALID: /);
  for (const part of [
    'transport: found text, expected one of kafka, memory',
    'kafka.brokers: found text, expected array',
    'kafka.sasl: unknown key pasword',
    'telemetry.port: found a number, expected at most 65535',
    'unknown key kees',
  ])
    t.match(stderr, part);
  t.notMatch(stderr, 's3cret');
});
