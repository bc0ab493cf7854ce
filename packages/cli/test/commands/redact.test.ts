import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { linesOf, scrubjay } from '../support.js';

t.test('takes sensitive data out of standard input, a record a line', async (t) => {
  const { code, stdout, stderr } = await scrubjay(['redact'], {
    input: 'mail to jane@example.com\n{"password":"hunter2","n":1}\n',
  });
  t.equal(code, 0);
  t.equal(stdout, 'mail to [EMAIL]\n{"password":"[PASSWORD]","n":1}\n');
  t.equal(stderr, '');
});

t.test('leaves lines in which nothing is found as they are, byte for byte', async (t) => {
  const untouched =
    'zażółć 😀 \u2028 {"a":\t 1.0 ,"b":"\\u00e9\\/"}\r\n\r\n\n  spaces  \r\n{"é" : [ ]}\nno \r in the middle\n';
  const { stdout } = await scrubjay(['redact'], { input: untouched });
  t.equal(stdout, untouched);
  const crlf = await scrubjay(['redact'], { input: 'jane@example.com\r\n{"password":"x"}\r\nend' });
  t.equal(crlf.stdout, '[EMAIL]\r\n{"password":"[PASSWORD]"}\r\nend\n');
});

t.test('finds by key what OTLP keeps apart from its name', async (t) => {
  const { stdout } = await scrubjay(['redact'], {
    input: '{"resourceLogs":[{"attributes":[{"key":"password","value":{"stringValue":"hunter2"}}]}]}\n',
  });
  t.equal(
    stdout,
    '{"resourceLogs":[{"attributes":[{"key":"password","value":{"stringValue":"[PASSWORD]"}}]}]}\n',
  );
});

t.test('reads files in their order, plain or gzip, and standard input as -', async (t) => {
  const dir = t.testdir({ 'a.log': 'a jane@example.com\n' });
  await writeFile(join(dir, 'b.log'), gzipSync('b jane@example.com\n'));
  const files = [join(dir, 'a.log'), '-', join(dir, 'b.log')];
  const { stdout } = await scrubjay(['redact', ...files], { input: 'in\n' });
  t.equal(stdout, 'a [EMAIL]\nin\nb [EMAIL]\n');
});

t.test('puts a line with the reason in the place of a record that it withholds', async (t) => {
  const input = Buffer.concat([
    Buffer.from('{"password":"hunter2"\n'),
    Buffer.from([0x61, 0xff, 0x0a]),
    Buffer.from('a\0b jane@example.com\n'),
    Buffer.from(`${'x'.repeat(2_000_000)}\n`),
    Buffer.from(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}\n`),
    Buffer.from('good\n'),
  ]);
  const { code, stdout, stderr } = await scrubjay(['redact'], { input });
  const withheld = (reason: string): string => `{"scrubjay":{"withheld":"${reason}"}}`;
  t.equal(code, 0);
  t.strictSame(linesOf(stdout), [
    ...['malformed_json', 'invalid_utf8', 'nul_bytes', 'too_large', 'too_deep'].map(withheld),
    'good',
  ]);
  t.match(stderr, '5 records were withheld');
});

t.test('counts a line that is too long to be held once', async (t) => {
  const input = Buffer.concat([Buffer.alloc(140_000_000, 'x'), Buffer.from('\nend\n')]);
  const { stdout, stderr } = await scrubjay(['redact', '--summary'], { input });
  t.equal(stdout, '{"scrubjay":{"withheld":"too_large"}}\nend\n');
  t.match(stderr, '2 records, 0 findings, 0 discarded by a rule, 1 withheld (too_large 1)');
});

t.test('--summary counts per detector on standard error', async (t) => {
  const input = 'jane@example.com joe@example.com\n{"password":"x"}\n{"a\n';
  const { stdout, stderr } = await scrubjay(['redact', '--summary'], { input });
  t.equal(linesOf(stdout).length, 3);
  t.match(stderr, /email\s*│ mask\s*│\s+2 /);
  t.match(stderr, /password\s*│ mask\s*│\s+1 /);
  t.match(stderr, '3 records, 3 findings, 0 discarded by a rule, 1 withheld (malformed_json 1)');
});

t.test('--policy chooses what is taken out', async (t) => {
  const { stdout } = await scrubjay(['redact', '--policy', 'minimal'], {
    input: '{"email":"jane@example.com","password":"hunter2"}\n',
  });
  t.equal(stdout, '{"email":"jane@example.com","password":"[PASSWORD]"}\n');
});

t.test('gives one pseudonym to one value in a run, and another in the next', async (t) => {
  const dir = t.testdir({
    'p.yaml': JSON.stringify({
      pack: 'p',
      title: 'P',
      detectors: [
        {
          id: 'user',
          title: 'A user',
          category: 'pii',
          severity: 'low',
          pattern: 'user-[0-9]+',
          action: 'pseudonymize',
          examples: { match: ['user-1', 'user-2', 'a user-3'], ignore: ['user', 'user-', '1'] },
        },
      ],
    }),
    policies: { 'standard.yaml': 'policy: standard\npacks: [p]\n' },
  });
  const run = async (): Promise<string[]> =>
    linesOf((await scrubjay(['redact', '--rules', dir], { input: 'user-7\nuser-8\nuser-7\n' })).stdout);
  const [first, second] = [await run(), await run()];
  t.match(first[0], /^\[USER:local:[a-z2-7]{16}\]$/);
  t.equal(first[0], first[2]);
  t.not(first[0], first[1]);
  t.not(first[0], second[0]);
});

t.test('leaves out a record that a rule discards, and says so', async (t) => {
  const dir = t.testdir({
    'p.yaml': JSON.stringify({
      pack: 'p',
      title: 'P',
      detectors: [
        {
          id: 'probe',
          title: 'A probe',
          category: 'network',
          severity: 'low',
          pattern: 'GET /healthz',
          action: 'discard',
          examples: {
            match: ['GET /healthz', 'GET /healthz 200', 'x GET /healthz'],
            ignore: ['GET', '/healthz', 'a'],
          },
        },
      ],
    }),
    policies: { 'standard.yaml': 'policy: standard\npacks: [p]\n' },
  });
  const { stdout, stderr } = await scrubjay(['redact', '--summary', '--rules', dir], {
    input: 'a\nGET /healthz\nb\n',
  });
  t.equal(stdout, 'a\nb\n');
  t.match(stderr, '3 records, 1 findings, 1 discarded by a rule, 0 withheld');
});

t.test('says which input it cannot read', async (t) => {
  const dir = t.testdir({ 'cut.gz': '\x1f', sub: {} });
  await writeFile(join(dir, 'cut.gz'), gzipSync('x'.repeat(1000)).subarray(0, 20));
  for (const name of ['missing.log', 'cut.gz', 'sub']) {
    const { code, stdout, stderr } = await scrubjay(['redact', join(dir, name)]);
    t.equal(code, 2);
    t.equal(stdout, '');
    t.match(stderr, /^error: SJ_FILE_UNREADABLE: /);
    t.match(stderr, join(dir, name));
    t.equal(linesOf(stderr).length, 1);
  }
});
