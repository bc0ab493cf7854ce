import { readFileSync } from 'node:fs';
import t from 'tap';
import { describeRuleFiles } from '../../src/compile/json-schemas.js';

const folder = new URL('../../../../schemas/rules/', import.meta.url);

t.test(
  'the committed JSON Schemas are what the code accepts (else: npm run schemas -w @scrubjay/engine)',
  async (t) => {
    const schemas = describeRuleFiles();
    t.strictSame(Object.keys(schemas), ['pack.schema.json', 'allow-list.schema.json', 'policy.schema.json']);
    for (const [name, schema] of Object.entries(schemas)) {
      t.equal(readFileSync(new URL(name, folder), 'utf8'), `${JSON.stringify(schema, null, 2)}\n`);
    }
  },
);
