/** The lockfile pins versions and digests, not the registry they came from: who installs chooses that. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const named = Object.entries(lock.packages).filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''));
const loose = Object.entries(lock.packages).filter(
  ([path, e]) => path.includes('node_modules/') && !e.link && !e.integrity,
);
for (const [path] of named) console.error(`${path}: names a registry`);
for (const [path] of loose) console.error(`${path}: has no digest`);
process.exit(named.length + loose.length === 0 ? 0 : 1);
