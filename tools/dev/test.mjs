/**
 * `npm test`: installs, builds, starts the real servers that can be had here, runs every workspace's tests and sums
 * them up. Arguments are handed to turbo (for example `npm test -- --filter=@scrubjay/engine`).
 */
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { shortfalls } from './coverage.mjs';
import { prepare, root, run } from './prepare.mjs';

const workspaces = ['schemas', 'rules', 'bench', ...['packages', 'services', 'tools'].flatMap(children)];

function children(folder) {
  return readdirSync(join(root, folder)).map((name) => join(folder, name));
}

function reportOf(workspace) {
  return join(root, workspace, '.tap', 'report.tap');
}

function coverageOf(workspace) {
  return join(root, workspace, '.tap', 'report', 'coverage-summary.json');
}

/** The counts in tap's own closing comment, e.g. `# { total: 28, pass: 27, fail: 1 }`. */
function countsOf(report) {
  const line = report.match(/^# \{ (.*) \}$/gm)?.at(-1) ?? '';
  const count = (name) => Number(line.match(new RegExp(`\\b${name}: (\\d+)`))?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail') + count('todo'), skipped: count('skip') };
}

/** Each failed assertion of a report with the lines that explain it. What encloses them is told only where it is all. */
function failuresOf(report) {
  const block = /^( *)not ok .*\n(?:\1 {2}---\n(?:\1 {2}.*\n)*?\1 {2}\.\.\.\n)?/gm;
  const failures = [...report.matchAll(block)].map(([text]) => text);
  const innermost = failures.filter((text) => !/^ *not ok .* # time=/.test(text));
  return innermost.length === 0 ? failures : innermost;
}

prepare();
// A new tap is built with all its plugins. Left to the first run, that one would still load the TypeScript compiler that
// .taprc excludes: tap rebuilds itself only for the runs after it.
run('npx', ['tap', 'build']);
for (const workspace of workspaces) {
  rmSync(reportOf(workspace), { force: true });
  rmSync(coverageOf(workspace), { force: true });
}
const turbo = ['turbo', 'run', 'test', '--continue', '--concurrency=1', '--output-logs=errors-only'];
const status = run(
  process.execPath,
  ['tools/servers/dist/with-servers.js', '--', 'npx', ...turbo, ...process.argv.slice(2)],
  { check: false },
);

const total = { passed: 0, failed: 0, skipped: 0 };
for (const workspace of workspaces) {
  if (!existsSync(reportOf(workspace))) continue;
  const report = readFileSync(reportOf(workspace), 'utf8');
  const counts = countsOf(report);
  for (const key of Object.keys(total)) total[key] += counts[key];
  for (const failure of failuresOf(report)) console.log(`${workspace}: failed\n${failure}`);
  for (const skipped of new Set(report.match(/# SKIP .*/g) ?? [])) console.log(`${workspace}: ${skipped}`);
}
for (const workspace of workspaces.filter((name) => existsSync(coverageOf(name)))) {
  for (const shortfall of shortfalls(workspace, JSON.parse(readFileSync(coverageOf(workspace), 'utf8')))) {
    console.log(shortfall);
    total.failed += 1;
  }
}
// A run that died before its tests fails without a failed assertion.
if (status !== 0 && total.failed === 0) total.failed = 1;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 && status === 0 ? 0 : 1);
