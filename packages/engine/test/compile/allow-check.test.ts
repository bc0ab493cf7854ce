import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import t from 'tap';
import { isAllowedBy } from '../../src/compile/allow-check.js';
import { AllowRule } from '../../src/compile/allow-rules.js';
import type { AllowEntrySource } from '../../src/compile/allow-schema.js';

const place = { list: undefined, file: 'policy.yaml', line: 1 };
const seed = Number(process.env['FC_SEED'] ?? 20_261_130);

function rule(entry: Partial<AllowEntrySource>): AllowRule {
  return new AllowRule({ detectors: ['a'], reason: 'for the test', ...entry }, place, (_, message) => {
    throw new Error(message);
  });
}

const entries: readonly Partial<AllowEntrySource>[] = [
  { values: ['4111-1111', 'Ab'] },
  { patterns: ['(?i)x{2,}', 'é+'] },
  { patterns: ['[0-9]+|b'], values: ['c'] },
  { domains: ['example.com'] },
  { networks: ['10.0.0.0/8'] },
];
const values = [
  '41111111',
  ' aB',
  'xX',
  'x',
  'éé',
  '12',
  'b',
  'C',
  'a@mail.example.com',
  '10.1.2.3',
  '11.1.2.3',
  '',
];

t.test(`says what the rules say one by one (FC_SEED=${String(seed)})`, async (t) => {
  let allowed = 0;
  fc.assert(
    fc.property(fc.subarray([...entries]), fc.constantFrom(...values), (chosen, value) => {
      const rules = chosen.map(rule);
      const text = Buffer.from(`<${value}>`);
      const wanted = rules.some((one) => one.allows(value));
      allowed += Number(wanted);
      return isAllowedBy(rules, text, 1, text.length - 1) === wanted;
    }),
    { seed, numRuns: 500 },
  );
  t.ok(allowed > 100, `${String(allowed)} are allowed`);
});
