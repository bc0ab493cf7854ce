// Generates dist/index.js and dist/index.d.ts from the .proto files. Run by turbo, which skips it when nothing changed;
// the check below does the same for a direct call. Nothing generated is committed.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('.', import.meta.url));
const out = `${root}dist/`;

const protos = [
  'scrubjay/v1/frame.proto',
  'opentelemetry/proto/common/v1/common.proto',
  'opentelemetry/proto/resource/v1/resource.proto',
  'opentelemetry/proto/logs/v1/logs.proto',
  'opentelemetry/proto/collector/logs/v1/logs_service.proto',
];

// 64-bit fields come out as Long (protobufjs depends on `long`), so OTLP nanoseconds stay exact.
const options = [
  ...['--target', 'static-module', '--wrap', 'esm', '--dependency', 'protobufjs/minimal.js'],
  ...[
    '--force-long',
    '--no-service',
    '--no-delimited',
    '--no-typeurl',
    '--no-verify',
    '--no-convert',
    '--no-create',
  ],
  ...['--path', root],
];

function fingerprint() {
  const hash = createHash('sha256').update(options.slice(0, -1).join(' '));
  for (const name of ['build.mjs', 'package.json', ...protos]) hash.update(readFileSync(root + name));
  hash.update(readFileSync(require.resolve('protobufjs-cli/package.json')));
  return hash.digest('hex');
}

function isCurrent(stamp) {
  try {
    readFileSync(`${out}index.js`);
    readFileSync(`${out}index.d.ts`);
    return readFileSync(`${out}.stamp`, 'utf8') === stamp;
  } catch {
    return false;
  }
}

/** Written beside and renamed, so that a build in another process never imports half a file. */
function replaceFile(name, text) {
  const temporary = `${out}${name}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, out + name);
}

async function generate() {
  const pbjs = promisify(require('protobufjs-cli/pbjs').main);
  const pbts = promisify(require('protobufjs-cli/pbts').process);
  const js = await pbjs([...options, ...protos.map((name) => root + name)]);
  const dts = await pbts(js, ['--import', '\\$protobuf=protobufjs/minimal.js', '--no-comments']);
  // pbts imports `long` as CommonJS, whose class is another one to TypeScript than what ES modules import.
  const declarations = dts.replace('import Long = require("long");', 'import Long from "long";');
  replaceFile('index.js', js);
  replaceFile('index.d.ts', declarations);
}

const stamp = fingerprint();
if (!isCurrent(stamp)) {
  mkdirSync(out, { recursive: true });
  await generate();
  replaceFile('.stamp', stamp);
}
