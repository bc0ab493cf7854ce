import { readFileSync } from 'node:fs';
import { compileRuleset, runExamples } from '@scrubjay/engine';
import t from 'tap';
import { allowLists, packs } from './load.js';

const guide = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8');
const blocks = [...guide.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);
const find = (start: RegExp): string => blocks.find((text) => start.test(text)) ?? '';

t.test('the pack in the guide compiles and its examples pass', (t) => {
  const ruleset = compileRuleset({ packs: [{ file: 'docs/rules.md', text: find(/^pack:/m) }] });
  const failed = runExamples(ruleset).filter(({ passed }) => !passed);
  t.same(failed, []);
  t.ok(ruleset.detectors.length > 0);
  t.end();
});

t.test('the policy in the guide compiles over the packs', (t) => {
  const policy = { file: 'docs/rules.md', text: find(/^policy:/m) };
  const ruleset = compileRuleset({ packs, policy, allowLists });
  const actionOf = (id: string): string | undefined => ruleset.detectors.find((own) => own.id === id)?.action;
  t.equal(ruleset.policy, 'support');
  t.equal(actionOf('email'), 'pseudonymize');
  t.equal(actionOf('device-id'), 'mask');
  t.equal(actionOf('user-agent'), undefined);
  t.end();
});
