import t from 'tap';
import { detectRecord } from '../../src/apply/redact.js';
import { sniffFormat } from '../../src/formats/sniff.js';
import { defaultLimits } from '../../src/types.js';
import { fakeRuleset } from '../support.js';

const bom = '\ufeff';

t.test('takes what begins like a JSON object for JSON, whole or cut', async (t) => {
  for (const record of ['{"a":1}', ' \t{ "a":1}', '{}', '{ \r\n}', '{"cut', '{"a":1} behind'])
    t.equal(sniffFormat(Buffer.from(record)), 'json', record);
});

t.test(
  'takes an array, a string, or what stands behind a byte order mark for JSON if it parses',
  async (t) => {
    for (const record of [
      '[{"address":{"city":"Bonn"}}]',
      ' [ ]',
      '[1]',
      '[-1,2]',
      '[[true],null]',
      '["a"]',
      '[\n{}\r\n]\t',
      '"a"',
      '"{\\"a\\":1}"',
      `${bom}{"a":1}`,
      `${bom} [1]`,
      `${bom}"a"`,
      '[false]',
    ])
      t.equal(sniffFormat(Buffer.from(record)), 'json', record);
    for (const record of [
      '[2024-01-01 10:00:00] INFO {"a":1}',
      '[main] started',
      '[1234] exited',
      '[{"a":1}] behind',
      '[{"a":1',
      '["x" y]',
      '"GET / HTTP/1.1" 200',
      '"cut',
      `${bom}{"cut`,
      `${bom}{a}`,
      `${bom}${bom}{}`,
      '['.repeat(200) + ']'.repeat(200),
    ])
      t.equal(sniffFormat(Buffer.from(record)), 'text', record);
  },
);

t.test('takes all else for text', async (t) => {
  for (const record of ['', '   ', bom, '{', '{a:1}', '[', '1', 'true', 'x{"a":1}'])
    t.equal(sniffFormat(Buffer.from(record)), 'text', record);
});

t.test('keys act in a JSON array, and behind a byte order mark', async (t) => {
  const ruleset = fakeRuleset([{ id: 'place', keys: ['address'] }]);
  for (const text of ['[{"address":{"city":"Bonn"}}]', `${bom}{"address":"Bonn"}`]) {
    const record = Buffer.from(text);
    const result = detectRecord(ruleset, record, sniffFormat(record), defaultLimits);
    const found = 'findings' in result ? result.findings : [];
    t.same(
      found.map(({ start, end }) => record.toString('utf8', start, end)),
      ['Bonn'],
    );
  }
});
