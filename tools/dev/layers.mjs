/**
 * Which workspace may import which: the dependency direction of the repository, services → packages → engine.
 * ESLint refuses any other import (eslint.config.mjs), and tools/dev/check-layers.mjs holds package.json and
 * tsconfig references to the same table.
 */
export const layers = {
  errors: [],
  schemas: [],
  rules: [],
  engine: ['errors'],
  pipeline: ['errors'],
  config: ['errors'],
  vault: ['errors'],
  telemetry: ['errors'],
  frame: ['errors', 'schemas'],
  transport: ['errors', 'pipeline'],
  boot: ['errors', 'config', 'engine', 'frame', 'pipeline', 'rules', 'telemetry', 'transport', 'vault'],
  ingest: ['errors', 'boot', 'config', 'frame', 'pipeline', 'schemas'],
  redactor: ['errors', 'boot', 'config', 'engine', 'frame', 'pipeline'],
  sink: ['errors', 'boot', 'config', 'frame', 'pipeline', 'transport'],
  cli: [
    'errors',
    'boot',
    'config',
    'engine',
    'frame',
    'ingest',
    'pipeline',
    'redactor',
    'rules',
    'sink',
    'telemetry',
    'transport',
    'vault',
  ],
  samples: ['errors'],
  servers: ['errors'],
  'ts-register': [],
  testkit: ['errors', 'servers'],
  demo: ['errors', 'boot', 'cli', 'frame', 'samples', 'sink', 'transport'],
  e2e: ['cli', 'frame', 'samples', 'schemas', 'sink', 'testkit', 'transport', 'vault'],
  bench: ['e2e'],
};

/** Node's own modules that do I/O, read a clock or spawn: the engine stays free of them (node:net's isIP is pure). */
export const ioModules = [
  'child_process',
  'cluster',
  'dgram',
  'dns',
  'fs',
  'fs/promises',
  'http',
  'http2',
  'https',
  'os',
  'process',
  'timers',
  'timers/promises',
  'tls',
  'worker_threads',
];
