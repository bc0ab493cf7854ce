import t from 'tap';
import { sniff } from '../src/sniff.js';

t.test('tells JSON, OTLP requests and text apart by their first bytes', async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    ['{"a":1}', 'json'],
    [' \t\r\n{ "a":1}', 'json'],
    ['{}', 'json'],
    ['{"a":', 'json'],
    ['{"resourceLogs":[]}', 'otlp-json'],
    ['{ \n "resourceLogs":[]}', 'otlp-json'],
    ['{"a":"resourceLogs"}', 'json'],
    ['\ufeff{"resourceLogs":[]}', 'otlp-json'],
    ['\ufeff{"a":"resourceLogs"}', 'json'],
    ['[{"a":1}]', 'json'],
    ['"a"', 'json'],
    ['[{"a":1}', 'text'],
    ['{a}', 'text'],
    ['[2026-01-01] INFO', 'text'],
    ['', 'text'],
    ['   ', 'text'],
    ['{', 'text'],
  ];
  for (const [text, form] of cases) t.equal(sniff(Buffer.from(text)), form, JSON.stringify(text));
});
