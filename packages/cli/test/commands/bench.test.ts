import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { linesOf, scrubjay } from '../support.js';

t.test('engine --json prints one JSON line of the documented shape', async (t) => {
  const dir = t.testdir({});
  const corpus = join(dir, 'app.log.gz');
  const lines = '{"level":"info","email":"jane@example.com"}\n\nGET / 200 jane@example.com\n'.repeat(100);
  await writeFile(corpus, gzipSync(lines));
  const args = ['bench', 'engine', '--corpus', corpus, '--rounds', '2', '--json'];
  const { code, stdout } = await scrubjay(args);
  t.equal(code, 0);
  t.equal(linesOf(stdout).length, 1);
  const report = JSON.parse(stdout) as Record<string, number | string>;
  const names = [
    'corpus',
    'bytes',
    'records',
    'detectors',
    'findings',
    'mb_per_s',
    'memcpy_mb_per_s',
    'ratio',
  ];
  t.strictSame(Object.keys(report).slice(0, 9), [...names, 'peak_rss_mb']);
  // An empty line is no record.
  t.match(report, { corpus, bytes: lines.length - 100, records: 200, findings: 200 });
  for (const name of ['detectors', 'mb_per_s', 'memcpy_mb_per_s', 'ratio', 'peak_rss_mb'])
    t.ok(Number(report[name]) > 0, name);
  t.ok(Number(report['mb_per_s_min']) <= Number(report['mb_per_s']));
});

t.test('engine prints for people without --json, and wants a corpus with records', async (t) => {
  const dir = t.testdir({ 'a.log': 'a\n', 'empty.log': '\n\n' });
  const people = await scrubjay(['bench', 'engine', '--corpus', join(dir, 'a.log'), '--rounds', '1']);
  t.match(people.stdout, /^records +1$/m);
  const empty = await scrubjay(['bench', 'engine', '--corpus', join(dir, 'empty.log')]);
  t.equal(empty.code, 2);
  t.match(empty.stderr, 'holds no records');
});
