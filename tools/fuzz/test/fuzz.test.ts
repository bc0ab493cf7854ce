import { Buffer } from 'node:buffer';
import { loadRuleset } from '@scrubjay/boot';
import t from 'tap';
import { fuzz } from '../src/fuzz.js';
import { hostileShapes, measureHostile } from '../src/hostile.js';
import { Mutator } from '../src/mutator.js';
import { createTargets } from '../src/targets/index.js';

const ruleset = await loadRuleset({ policy: 'minimal' });
const pack = `pack: p
title: P
detectors:
  - id: d
    title: D
    category: pii
    severity: low
    pattern: 'x+y'
    examples: { match: [xy, xxy, axy], ignore: [x, y, yx] }
`;

t.test('the same seed makes the same inputs, another one others', (t) => {
  const seeds = [Buffer.from('{"a":1}')];
  const inputsOf = (seed: number): string[] => {
    const mutator = new Mutator(seed, seeds, ['"']);
    return Array.from({ length: 50 }, () => mutator.next().toString('latin1'));
  };
  t.same(inputsOf(1), inputsOf(1));
  t.notSame(inputsOf(1), inputsOf(2));
  t.end();
});

t.test('a broken promise is found and its input made small', async (t) => {
  const target = {
    name: 'planted',
    seeds: [Buffer.from('some text')],
    dictionary: ['BUG'],
    check(input: Buffer) {
      if (input.includes('BUG')) throw new Error('planted');
    },
  };
  const { failure } = await fuzz(target, { seed: 3, forMs: 10_000, maxInputs: 10_000 });
  t.equal(failure?.input.toString(), 'BUG');
});

for (const target of await createTargets(ruleset, [pack])) {
  t.test(`${target.name} keeps its promises`, async (t) => {
    const { inputs, failure } = await fuzz(target, { seed: 20_261_123, forMs: 4_000, maxInputs: 2_000 });
    t.ok(inputs > 5, `${inputs} inputs`);
    const seen = failure && `${String(failure.error)}: ${failure.input.toString('base64')}`;
    t.equal(seen, undefined, 'no promise is broken');
    await target.close?.();
  });
}

t.test('every hostile shape is redacted at any length', (t) => {
  for (const shape of hostileShapes) {
    const [measured] = measureHostile(ruleset, shape, [4096]);
    t.ok(measured !== undefined && measured.nanosecondsPerByte > 0, shape.name);
  }
  t.end();
});
