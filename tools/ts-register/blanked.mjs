import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The TypeScript parser takes longer to load than most of our tests to run: what it made of a source is kept. */
const folder = new URL('../../.cache/ts-register/', import.meta.url);
/** What another version made is not taken for what this one would make. */
const blanker = readFileSync(createRequire(import.meta.url).resolve('ts-blank-space/package.json'));

const hashOf = (...parts) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

function kept(file, key) {
  try {
    const text = readFileSync(file, 'utf8');
    return text.startsWith(`${key}\n`) ? text.slice(key.length + 1) : undefined;
  } catch {
    return undefined;
  }
}

function keep(file, text) {
  // Another process may read or write it at the same time.
  const own = `${fileURLToPath(file)}.${process.pid}.${process.hrtime.bigint()}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(own, text);
  renameSync(own, file);
}

/** `source` of the module at `path` without its types. */
export async function blanked(path, source) {
  const key = hashOf(blanker, source);
  const file = new URL(`${hashOf(path)}.js`, folder);
  const known = kept(file, key);
  if (known !== undefined) return known;
  const { default: blankTypes } = await import('ts-blank-space');
  const code = blankTypes(source);
  keep(file, `${key}\n${code}`);
  return code;
}
