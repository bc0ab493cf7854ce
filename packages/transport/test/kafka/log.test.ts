import t from 'tap';
import { createLogCreator, type KafkaLogEntry } from '../../src/kafka/log.js';

function logged(level: number, namespace: string, message: string): KafkaLogEntry[] {
  const entries: KafkaLogEntry[] = [];
  createLogCreator((entry) => entries.push(entry))()({ level, namespace, log: { message } });
  return entries;
}

t.test('passes level, namespace and a code', async (t) => {
  t.same(logged(4, 'Consumer', 'Starting'), [
    { level: 'info', namespace: 'Consumer', code: 'consumer_starting' },
  ]);
  t.same(logged(2, 'Connection', 'Connection timeout'), [
    { level: 'warn', namespace: 'Connection', code: 'connection_timeout' },
  ]);
  t.match(logged(1, 'Connection', 'Connection error: connect ECONNREFUSED'), [{ level: 'warn' }]);
  t.match(logged(5, 'X', 'Stopped'), [{ level: 'debug' }]);
});

t.test('never passes text that it does not know', async (t) => {
  const secret = 'jane@example.com';
  const text = JSON.stringify(logged(1, secret, `Unexpected token in ${secret}`));
  t.equal(text, '[{"level":"warn","namespace":"other","code":"other"}]');
});

t.test('a request that the broker refused is routine', async (t) => {
  t.match(logged(1, 'Connection', 'Response AddOffsetsToTxn(key: 25, version: 1)'), [{ level: 'debug' }]);
});

t.test('is silent without a sink', async (t) => {
  t.doesNotThrow(() => createLogCreator(undefined)()({ level: 1, namespace: 'X', log: { message: 'y' } }));
});
