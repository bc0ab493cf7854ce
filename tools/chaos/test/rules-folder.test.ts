import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { loadRuleset, shippedRulesDir } from '@scrubjay/boot';
import t from 'tap';
import { RulesFolder } from '../src/stage/rules-folder.js';

t.test(
  'a changed ruleset compiles to another one, a spoilt one does not, and a mended one does',
  async (t) => {
    const rules = new RulesFolder(join(t.testdir(), 'rules'));
    await cp(shippedRulesDir(), rules.path, { recursive: true, dereference: true });
    const load = async (): Promise<string> =>
      (await loadRuleset({ policy: 'standard', dir: rules.path })).fingerprint;
    const shipped = await load();
    await rules.spoil();
    await t.rejects(load(), { code: 'SJ_RULES_INVALID' });
    await rules.mend();
    t.equal(await load(), shipped, 'as it was');
    await rules.change();
    const first = await load();
    t.not(first, shipped);
    await rules.change();
    const second = await load();
    t.not(second, first);
    await rules.spoil();
    await t.rejects(load(), { code: 'SJ_RULES_INVALID' });
    await rules.mend();
    t.equal(await load(), second);
  },
);
