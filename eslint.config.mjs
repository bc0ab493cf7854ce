import { existsSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { ioModules, layers } from './tools/dev/layers.mjs';

/** The folder of a workspace, found where it lies. */
function folderOf(name) {
  const places = [name, `packages/${name}`, `services/${name}`, `tools/${name}`];
  return places.find((place) => existsSync(new URL(`./${place}/package.json`, import.meta.url)));
}

/** One rule block a workspace: its sources may import the layers below it and nothing else of ours. */
const direction = Object.entries(layers).map(([name, allowed]) => ({
  files: [`${folderOf(name)}/src/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: name === 'engine' ? ioModules.flatMap((m) => [`node:${m}`, m]) : [],
        patterns: [
          {
            regex: `^@scrubjay/(?!(?:${['', ...allowed].join('|')})(?:/[^/]+)?$)(?!schemas/|rules/)`,
            message: `${name} may import only: ${allowed.join(', ') || 'none of our packages'} (tools/dev/layers.mjs).`,
          },
          {
            regex: '^@scrubjay/[^/]+/(?:src|dist)',
            message: 'Import a package by its name; only what its package.json exports is public.',
          },
          { regex: '^\\.\\./.*/(?:packages|services|tools)/', message: 'Import a package by its name.' },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  {
    ignores: [
      ...['**/dist/**', '**/.tap/**', '**/.turbo/**', '.cache/**', '**/coverage/**'],
      // AssemblyScript, which only looks like TypeScript, and what it is compiled to.
      ...['packages/engine/kernel/**', 'packages/engine/src/kernel/*kernel-bytes.ts'],
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `async` keeps a contract's shape and turns a throw into a rejection, also where nothing is awaited.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // tap's subtests return promises that tap itself awaits.
    files: ['**/test/**/*.ts', 'packages/testkit/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      'no-console': 'off',
    },
  },
  {
    // Byte offsets are in range by construction: `bytes[at] as number` says so without the branch of a `?? 0`.
    files: ['packages/engine/src/**/*.ts'],
    rules: { '@typescript-eslint/non-nullable-type-assertion-style': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  ...direction,
);
