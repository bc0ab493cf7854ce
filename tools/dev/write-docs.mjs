/** Writes the pages and schemas that are made from code. Tests hold them equal to it. Run after `npm run build`. */
import { writeFileSync } from 'node:fs';
import { configJsonSchema } from '../../packages/cli/dist/config-schema.js';
import { renderErrorsPage } from '../../packages/errors/dist/docs.js';

const root = new URL('../../', import.meta.url);
writeFileSync(new URL('docs/errors.md', root), renderErrorsPage());
writeFileSync(
  new URL('schemas/config.schema.json', root),
  `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
);
