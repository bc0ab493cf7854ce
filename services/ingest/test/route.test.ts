import t from 'tap';
import type { SourceMessage } from '@scrubjay/pipeline';
import { createRouter } from '../src/route.js';

const message = (value: string, headers: Record<string, string> = {}): SourceMessage => ({
  offset: 0n,
  timestampMs: 0,
  key: null,
  value: Buffer.from(value),
  headers,
});

const route = createRouter({
  routes: [
    { stream: 'nginx', service: 'edge', format: 'text' },
    { stream: 'app.log', service: 'app', format: 'json' },
    { stream: 'mixed', format: 'json' },
  ],
  defaultService: 'unknown',
  knownServices: ['billing', 'auth'],
});

t.test('headers win over the route, the route over the record', async (t) => {
  const record = '{"service":"billing"}';
  t.match(route('nginx', message(record, { 'scrubjay-service': 'web', 'scrubjay-format': 'json' })), {
    service: 'web',
    format: 'json',
  });
  t.match(route('nginx', message(record)), { service: 'edge', format: 'text' });
  t.match(route('mixed', message(record)), { service: 'billing', format: 'json' });
  t.match(route('other', message('{"a":1,"service": "auth"}')), { service: 'auth', format: 'auto' });
});

t.test('a file is routed by its name', async (t) => {
  t.match(route('file-0123456789ab', message('x', { 'scrubjay-file': 'app.log' })), {
    service: 'app',
    format: 'json',
  });
});

t.test(
  'a name from a record counts only if it is known, as it becomes part of a key in the clear',
  async (t) => {
    for (const value of [
      '{"service":"ada@example.org"}',
      '{"service":"4111111111111111"}',
      '{"service":"adalovelace"}',
      '{"service":"billing',
      `{"service":"${'b'.repeat(100)}"}`,
      '{"service":5}',
      '',
    ]) {
      t.equal(route('other', message(value)).service, 'unknown', value);
    }
    t.equal(route('other', { ...message(''), value: null }).service, 'unknown');
  },
);

t.test('a header that is no plain name is not taken over', async (t) => {
  t.equal(route('other', message('x', { 'scrubjay-service': '../../etc' })).service, 'unknown');
  t.equal(route('other', message('x', { 'scrubjay-schema': 'a b' })).schemaId, '');
  t.equal(route('other', message('x', { 'scrubjay-schema': 'orders-v1' })).schemaId, 'orders-v1');
});

t.test('an unknown format is told, not guessed', async (t) => {
  t.equal(route('other', message('x', { 'scrubjay-format': 'avro' })).format, undefined);
});

t.test('without known names no record is looked into', async (t) => {
  const closed = createRouter({ routes: [], defaultService: 'd', knownServices: [] });
  t.equal(closed('s', message('{"service":"billing"}')).service, 'd');
});
