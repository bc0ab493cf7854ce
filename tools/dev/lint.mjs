/**
 * ESLint over everything, a part of the repository at a time: with types it holds all that a part refers to, and over the
 * whole it outgrows the heap that Node gives it.
 */
import { run } from './prepare.mjs';

const parts = [
  ['packages/engine'],
  ['packages', '--ignore-pattern', 'packages/engine'],
  ['services', 'schemas', 'rules', 'bench', 'eslint.config.mjs'],
  ['tools'],
];

const codes = parts.map((part) =>
  run('npx', ['eslint', ...part, '--max-warnings', '0', '--no-error-on-unmatched-pattern'], { check: false }),
);
process.exit(Math.max(...codes));
