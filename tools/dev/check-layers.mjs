/** Holds every package.json and tsconfig.json to the table in layers.mjs: no dependency on a layer above. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { layers } from './layers.mjs';
import { root } from './prepare.mjs';

const scope = '@scrubjay/';
const places = [
  'schemas',
  'rules',
  'bench',
  ...['packages', 'services', 'tools'].flatMap((f) => readdirSync(join(root, f)).map((n) => join(f, n))),
];
const problems = [];
for (const place of places.filter((p) => existsSync(join(root, p, 'package.json')))) {
  const manifest = JSON.parse(readFileSync(join(root, place, 'package.json'), 'utf8'));
  const name = manifest.name.slice(scope.length);
  const allowed = layers[name];
  if (!allowed) {
    problems.push(`${place}: not in the table of layers`);
    continue;
  }
  const used = Object.keys(manifest.dependencies ?? {})
    .filter((d) => d.startsWith(scope))
    .map((d) => d.slice(scope.length));
  for (const dependency of used.filter((d) => !allowed.includes(d)))
    problems.push(`${place}: may not depend on ${dependency}`);
}
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
