import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { linesOf, scrubjay } from '../support.js';

t.test('prints one JSON line per record, in exactly this shape', async (t) => {
  const { code, stdout, stderr } = await scrubjay(['detect'], {
    input: 'mail jane@example.com now\nnothing\n\n{"password":"hunter2"}\n',
  });
  t.equal(code, 0);
  t.equal(stderr, '');
  t.strictSame(linesOf(stdout), [
    '{"record":0,"findings":[{"detector":"email","category":"pii","start":5,"end":21}]}',
    '{"record":1,"findings":[]}',
    '{"record":2,"findings":[]}',
    '{"record":3,"findings":[{"detector":"password","category":"secret","start":13,"end":20}]}',
  ]);
});

t.test('counts offsets in UTF-8 bytes of the record as it was written', async (t) => {
  const records = ['é😀 jane@example.com', '{"é":"\\u00e9 jane@example.com"}', '😀 jane@example.com\r'];
  const { stdout } = await scrubjay(['detect'], { input: `${records.join('\n')}\n` });
  const found = linesOf(stdout).map((line, index) => {
    const { findings } = JSON.parse(line) as { findings: { start: number; end: number }[] };
    const bytes = Buffer.from(records[index] ?? '');
    return findings.map(({ start, end }) => bytes.toString('utf8', start, end));
  });
  t.strictSame(found, [['jane@example.com'], ['jane@example.com'], ['jane@example.com']]);
});

t.test('--text-field takes the decoded text of a field as the record', async (t) => {
  const texts = ['é jane@example.com', 'two\nlines "jane@example.com"', 'nothing'];
  const input = texts.map((text, id) => JSON.stringify({ id, text, other: 'joe@example.com' })).join('\n');
  const { code, stdout } = await scrubjay(['detect', '--text-field', 'text'], { input });
  t.equal(code, 0);
  t.strictSame(linesOf(stdout), [
    '{"record":0,"findings":[{"detector":"email","category":"pii","start":3,"end":19}]}',
    '{"record":1,"findings":[{"detector":"email","category":"pii","start":11,"end":27}]}',
    '{"record":2,"findings":[]}',
  ]);
});

t.test('--text-field names the line that has no such field, without its content', async (t) => {
  for (const bad of ['{"text":7}', '{"a":"s3cret"}', 's3cret', '[]', 'null', '']) {
    const { code, stderr } = await scrubjay(['detect', '--text-field', 'text'], {
      input: `{"text":"a"}\n${bad}\n`,
    });
    t.equal(code, 2);
    t.match(stderr, 'error: SJ_USAGE: Line 2 is no JSON object with a text in the field "text".');
    t.notMatch(stderr, 's3cret');
  }
});

t.test('reads JSON that does not parse as text, and says that the pipeline withholds it', async (t) => {
  const { stdout } = await scrubjay(['detect'], { input: '{"a":"jane@example.com\n{"b":\0}\n' });
  t.strictSame(linesOf(stdout), [
    '{"record":0,"withheld":"malformed_json","findings":[{"detector":"email","category":"pii","start":6,"end":22}]}',
    '{"record":1,"withheld":"nul_bytes","findings":[]}',
  ]);
});

t.test('--confidence adds how sure each finding is', async (t) => {
  const { stdout } = await scrubjay(['detect', '--confidence'], { input: 'mail bob@example.com\n' });
  t.match(stdout, /"end":20,"confidence":0\.\d+\}/);
});

t.test('numbers the records through all files', async (t) => {
  const dir = t.testdir({ 'a.log': 'a\nb\n' });
  await writeFile(join(dir, 'b.log.gz'), gzipSync('jane@example.com\n'));
  const { stdout } = await scrubjay(['detect', join(dir, 'a.log'), join(dir, 'b.log.gz')]);
  t.equal(
    linesOf(stdout).at(-1),
    '{"record":2,"findings":[{"detector":"email","category":"pii","start":0,"end":16}]}',
  );
});

t.test('finds by key what OTLP keeps apart from its name', async (t) => {
  const input = '{"attributes":[{"value":{"stringValue":"hunter2"},"key":"password"}]}\n';
  const { stdout } = await scrubjay(['detect'], { input });
  t.match(stdout, '"findings":[{"detector":"password","category":"secret","start":40,"end":47}]');
});
