/** Makes a checkout runnable: installs by the lockfile when it changed, then builds what changed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const marker = `${root}node_modules/.scrubjay-installed`;

/** Nothing is reported to anybody: Turborepo's telemetry is off. */
export const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

/** Runs a command in the repository with its output shown; ends this process with its code where it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: environment, ...options });
  if (result.error) {
    console.error(`${command} cannot be started: ${result.error.message}`);
    process.exit(3);
  }
  if (result.status !== 0 && options.check !== false) process.exit(result.status ?? 1);
  return result.status ?? 1;
}

/** Seconds that `work` took, one digit. */
export function timed(work) {
  const start = process.hrtime.bigint();
  work();
  return (Number(process.hrtime.bigint() - start) / 1e9).toFixed(1);
}

function fingerprint() {
  const hash = createHash('sha256').update(readFileSync(`${root}package-lock.json`));
  // Native modules are built for one Node version and machine: another needs a new install.
  return hash.update(`${process.versions.modules} ${process.platform} ${process.arch}`).digest('hex');
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Scrubjay needs Node 20.19 or later; this is ${process.versions.node}.`);
  process.exit(2);
}

export function prepare() {
  checkNode();
  const wanted = fingerprint();
  if (!existsSync(marker) || readFileSync(marker, 'utf8') !== wanted) {
    console.error('Installing by the lockfile (the first time compiles RE2, about two minutes) …');
    const seconds = timed(() => run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']));
    writeFileSync(marker, wanted);
    console.error(`Installed in ${seconds} s.`);
  }
  const seconds = timed(() =>
    run('npx', ['turbo', 'run', 'build', '--output-logs=errors-only', '--log-prefix=none']),
  );
  console.error(`Built in ${seconds} s.`);
}
