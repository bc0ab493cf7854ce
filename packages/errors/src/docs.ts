import { catalogue, type CatalogueEntry } from './catalogue.js';

/** The text of docs/errors.md; a test holds the page equal to the catalogue. */
export function renderErrorsPage(): string {
  const rows = Object.entries<CatalogueEntry>(catalogue).map(
    ([code, { summary, fix, retryable, exitCode }]) =>
      `| \`${code}\` | ${summary} | ${fix} | ${retryable ? 'yes' : 'no'} | ${exitCode} |`,
  );
  return [
    '# Error codes',
    '',
    'Every error of Scrubjay has one of these codes. Codes are never renamed or reused. Made from the catalogue in',
    '`packages/errors` by `node tools/dev/write-docs.mjs`.',
    '',
    'Exit codes of the command line: 0 done, 1 findings or failed checks, 2 usage or configuration, 3 a dependency is',
    'unreachable or refuses.',
    '',
    '| code | what happened | what to do | retried | exit |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
