import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { inItsOwnProcess, linesOf, scrubjay } from '../support.js';

t.test('engine --json prints one JSON line of the documented shape', async (t) => {
  const dir = t.testdir({});
  const corpus = join(dir, 'app.log.gz');
  const lines = '{"level":"info","email":"jane@example.com"}\n\nGET / 200 jane@example.com\n'.repeat(100);
  await writeFile(corpus, gzipSync(lines));
  const args = ['bench', 'engine', '--corpus', corpus, '--rounds', '2', '--json', '--no-comparisons'];
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

const brief = ['--rounds', '1', '--least-ms', '1', '--policy', 'minimal'];

t.test('engine holds a folder of logs against the baselines', async (t) => {
  const dir = t.testdir({
    'a.log': 'card 4111 1111 1111 1111\nnothing here\n',
    more: { 'b.ndjson': '{"level":"info","msg":"ok"}\n' },
    'README.md': 'no log\n',
  });
  const { code, stdout, stderr } = await scrubjay(['bench', 'engine', '--corpus', dir, '--json', ...brief]);
  t.equal(code, 0, stderr);
  const report = JSON.parse(stdout) as Record<string, Record<string, number>>;
  t.match(report, { corpus: dir, records: 3, findings: 1 });
  t.match(report['densest'], { corpus: 'a.log', findings: 1 });
  t.match(report['without_findings'], { records: 2, findings: 0 });
  for (const name of ['re2_rule_by_rule', 'json_parse_stringify', 'threads_2_against_1']) {
    t.ok((report[name]?.['times_as_fast'] ?? 0) > 0, name);
  }
  t.equal(report['json_parse_stringify']?.['bytes'], 28);
});

t.test('engine compares 120 and 500 rules where the rules make so many', async (t) => {
  const dir = t.testdir({ 'a.log': 'nothing here\n' });
  const args = ['--corpus', join(dir, 'a.log'), '--rounds', '1', '--least-ms', '1'];
  // Counting what is covered would take longer than what is measured.
  const { code, stdout, stderr } = await inItsOwnProcess(['bench', 'engine', ...args]);
  t.equal(code, 0, stderr);
  t.match(stdout, /^rules_500_against_120\n {2}times_the_time +\d/m);
  t.notMatch(stdout, 'json_parse_stringify', 'there is no JSON');
});

t.test('engine without a corpus takes the examples of the rules', async (t) => {
  const { stdout } = await scrubjay(['bench', 'engine', '--no-comparisons', ...brief]);
  t.match(stdout, /^corpus +examples of the rules$/m);
});

t.test('engine prints for people without --json, and wants a corpus with records', async (t) => {
  const dir = t.testdir({ 'a.log': 'a\n', 'empty.log': '\n\n' });
  const people = await scrubjay([
    'bench',
    'engine',
    '--no-comparisons',
    '--corpus',
    join(dir, 'a.log'),
    ...brief,
  ]);
  t.match(people.stdout, /^records +1$/m);
  const empty = await scrubjay(['bench', 'engine', '--corpus', join(dir, 'empty.log'), ...brief]);
  t.equal(empty.code, 2);
  t.match(empty.stderr, 'holds no records');
});
