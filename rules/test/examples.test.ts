import { compileRuleset, runExamples, type ExampleResult } from '@scrubjay/engine';
import t from 'tap';
import { packs } from './load.js';

function describe({ example, index, spans, withheld }: ExampleResult): string {
  const outcome = withheld ?? spans.map(({ start, end }) => `${String(start)}-${String(end)}`).join(' ');
  return `${example.expected}[${String(index)}] ${example.format} ${example.text} (${outcome || 'nothing'} found)`;
}

const ruleset = compileRuleset({ packs });
const results = runExamples(ruleset);

for (const { id, file, line } of ruleset.detectors) {
  t.test(`${id}: finds its match examples and none of its ignore examples`, (t) => {
    const own = results.filter(({ detector }) => detector === id);
    for (const expected of ['match', 'ignore'] as const) {
      const count = own.filter(({ example }) => example.expected === expected).length;
      t.ok(count >= 3, `has ${String(count)} ${expected} examples at ${file}:${String(line)}`);
    }
    for (const result of own) t.ok(result.passed, describe(result));
    t.end();
  });
}
