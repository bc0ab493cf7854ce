import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import t from 'tap';
import { formatReportText, machineOf, readReports, writeReport, type Plot } from '../../src/report/index.js';
import { plotSvg } from '../../src/report/plot.js';
import { folderOf } from '../../src/report/write.js';
import { figureOf, reportOf } from './support.js';

const bars: Plot = {
  file: 'bars',
  title: 'Speeds & more',
  kind: 'bars',
  xLabel: 'what',
  yLabel: 'MB/s',
  yLog: true,
  series: [
    {
      name: 'engine',
      points: [
        { x: 'clean', y: 500, low: 400, high: 600 },
        { x: 'dense', y: 0.5 },
      ],
    },
  ],
};
const lines: Plot = {
  file: 'lines',
  title: 'Curve',
  kind: 'lines',
  xLabel: 'rules',
  yLabel: 'MB/s',
  xLog: true,
  series: [
    {
      name: 'first',
      points: [
        { x: 1, y: 10, low: 9, high: 11 },
        { x: 100, y: 5 },
      ],
    },
    {
      name: 'second',
      points: [
        { x: 1, y: 8 },
        { x: 100, y: 7 },
      ],
    },
  ],
};
const report = reportOf([figureOf('all', [1, 2, 3, 4, 5000]), figureOf('one', [0.123456])], {
  plots: [bars, lines],
});

t.test('writes what it reads again, a page and a picture a plot', async (t) => {
  const dir = t.testdir({});
  const paths = await writeReport(join(dir, 'new'), report);
  t.same(
    paths.map((path) => basename(path)),
    ['engine.json', 'engine.md', 'engine-bars.svg', 'engine-lines.svg'],
  );
  t.same(await readReports(join(dir, 'new')), [report]);
  t.same(await readReports(paths[0] ?? ''), [report]);
  const page = await readFile(paths[1] ?? '', 'utf8');
  t.match(page, /^# Engine$/m);
  t.match(page, '2026-01-02 03:04 UTC, commit abc; 2 × CPU, 4 GiB, OS 1, Node 20.0.0; rounds 5.');
  t.match(page, '| all | 3 | 1 | 5,000 | 2 – 4 | MB/s | 1,234,567 |');
  t.match(page, '| one | 0.123 |');
  t.match(page, '- Mind this.');
  t.match(page, '![Curve](engine-lines.svg)');
  const [barsSvg = '', linesSvg = ''] = await Promise.all(
    paths.slice(2).map((path) => readFile(path, 'utf8')),
  );
  for (const text of ['Speeds &amp; more', 'clean', 'dense', 'MB/s']) t.match(barsSvg, text);
  for (const text of ['Curve', 'rules', 'first', 'second']) t.match(linesSvg, text);
  t.notMatch(`${barsSvg}${linesSvg}`, 'NaN');
});

t.test('prints the same tables for the terminal', (t) => {
  const text = formatReportText(report);
  t.match(text, /all │ +3 │ +1 │ 5,000 │/);
  t.match(text, 'Mind this.');
  t.end();
});

t.test('names the folder by date and commit', async (t) => {
  t.match(folderOf(report), /bench\/results\/2026-01-02-abc$/);
  const machine = await machineOf();
  t.ok(machine.cores > 0 && machine.memoryGiB > 0);
  t.match(machine, { node: process.versions.node, commit: /^[0-9a-f]{7,40}$|^unknown$/ });
  t.match(await machineOf('/'), { commit: 'unknown', isDirty: false });
});

t.test('refuses what is no report', async (t) => {
  const dir = t.testdir({ empty: {}, 'broken.json': '{', 'other.json': '{"a":1}' });
  await t.rejects(readReports(join(dir, 'missing')), { message: /does not exist/ });
  await t.rejects(readReports(join(dir, 'empty')), { message: /holds no reports/ });
  await t.rejects(readReports(join(dir, 'broken.json')), { message: /cannot be read as JSON/ });
  await t.rejects(readReports(join(dir, 'other.json')), { message: /no report/ });
  await writeFile(join(dir, 'old.json'), JSON.stringify({ ...report, kind: '../up' }));
  await t.rejects(
    readReports(join(dir, 'old.json')),
    { message: /no report/ },
    'a kind is the name of a file',
  );
});

t.test('names of bars stand within the picture', async (t) => {
  const name = 'a category whose name is long';
  const [series] = bars.series;
  const points = [{ x: name, y: 1 }];
  const svg = plotSvg({ ...bars, series: [{ ...series, name: 'engine', points }] });
  const [, x = ''] =
    new RegExp(`<text[^>]*text-anchor="end"[^>]*translate\\((\\S+) [^>]*>${name}</text>`).exec(svg) ?? [];
  t.ok(Number(x) >= name.length * 6.5, `ends at ${x}`);
});
