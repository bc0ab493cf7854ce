// Writes schemas/rules/*.schema.json from the zod schemas; run after a change of them: npm run schemas -w @scrubjay/engine
import { mkdirSync, writeFileSync } from 'node:fs';
import { describeRuleFiles } from '../dist/index.js';

const folder = new URL('../../../schemas/rules/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(describeRuleFiles())) {
  writeFileSync(new URL(name, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
