import t from 'tap';
import { Pseudonyms } from '../../src/apply/pseudonyms.js';
import { pseudonymOf } from '../../src/apply/replacement.js';
import type { CompiledDetector } from '../../src/compile/ruleset.js';
import { contextOf, fakeRuleset } from '../support.js';

const [detector, other] = fakeRuleset([
  { id: 'mail', pattern: 'mail', label: 'MAIL' },
  { id: 'name', pattern: 'name', label: 'MAIL' },
]).detectors as [CompiledDetector, CompiledDetector];

function expected({ id, label }: CompiledDetector, value: string, context = contextOf()): string {
  return pseudonymOf(id, label, Buffer.from(value), context);
}

t.test('gives the pseudonym of each detector and value, again and again', async (t) => {
  const pseudonyms = new Pseudonyms();
  const context = contextOf();
  for (const value of ['ann', 'bob', 'ann', 'é', '\u00e9'.normalize('NFD'), 'x'.repeat(200), 'ann']) {
    for (const of of [detector, other])
      t.equal(pseudonyms.get(of, Buffer.from(value), context).toString(), expected(of, value), value);
  }
  const first = pseudonyms.get(detector, Buffer.from('ann'), context);
  t.equal(pseudonyms.get(detector, Buffer.from('ann'), { ...context }), first, 'an equal context keeps it');
});

t.test('gives those of the context it is asked in', async (t) => {
  const pseudonyms = new Pseudonyms();
  const base = contextOf();
  for (const context of [
    base,
    { ...base, epoch: 'e2' },
    { ...base, tenant: 'red' },
    { ...base, pseudonymKey: Buffer.alloc(32, 9) },
    base,
  ])
    t.equal(
      pseudonyms.get(detector, Buffer.from('ann'), context).toString(),
      expected(detector, 'ann', context),
    );
});

t.test('keeps the values that are met, and not more than two generations', async (t) => {
  const pseudonyms = new Pseudonyms();
  const context = contextOf();
  const get = (value: string): Buffer => pseudonyms.get(detector, Buffer.from(value), context);
  const ann = get('ann');
  const bob = get('bob');
  for (let at = 0; at < 2048; at += 1) get(`v${String(at)}`);
  t.equal(get('ann'), ann, 'taken over from the generation before');
  for (let at = 0; at < 2048; at += 1) get(`w${String(at)}`);
  t.equal(get('ann'), ann);
  t.not(get('bob'), bob, 'forgotten');
  t.equal(get('bob').toString(), expected(detector, 'bob'));
});
