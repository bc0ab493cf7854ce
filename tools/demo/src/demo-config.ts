import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';

/** Services of the sample records; a user's own file is one service, named after it. */
const sampleServices = ['cycle-api', 'appointments', 'billing', 'auth-gateway', 'notifications'];
const sampleRoutes = [
  { stream: 'nginx-access.log', service: 'edge-nginx' },
  { stream: 'syslog.log', service: 'host-syslog' },
  { stream: 'java.log', service: 'clinic-sync' },
  { stream: 'kv.log', service: 'job-runner' },
];
const sampleFiles = ['app.ndjson', 'java.log', 'kv.log', 'nginx-access.log', 'otlp.ndjson', 'syslog.log'];

/** Paths of the sample logs that ship with Scrubjay. */
export function sampleLogs(): readonly string[] {
  const data = fileURLToPath(new URL('../data/', import.meta.resolve('@scrubjay/samples')));
  return sampleFiles.map((file) => join(data, file));
}

function serviceNamed(file: string): string {
  const name = basename(file)
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .slice(0, 63);
  return /^[A-Za-z]/.test(name) ? name : `log-${name}`.slice(0, 63);
}

/** The configuration of an embedded run over files, as a user would write it. */
export function demoConfig(dir: string, files: readonly string[]): string {
  const isOwn = files.length > 0;
  const paths = isOwn ? files : sampleLogs();
  const routes = isOwn
    ? files.map((file) => ({ stream: basename(file), service: serviceNamed(file) }))
    : sampleRoutes;
  return stringify({
    environment: 'demo',
    transport: 'memory',
    stateDir: `${dir}/state`,
    keys: { provider: 'local', dir: `${dir}/keys` },
    store: { kind: 'folder', path: `${dir}/objects` },
    rules: { policy: 'standard' },
    telemetry: { enabled: false, logLevel: 'warn' },
    ingest: {
      source: { kind: 'files', paths: paths.map((path) => relative('', path) || path) },
      routes,
      knownServices: isOwn ? [] : sampleServices,
    },
  });
}
