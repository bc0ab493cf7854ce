import t from 'tap';
import { faultKinds, kindNamed } from '../src/faults/index.js';
import { explainsExit } from '../src/faults/types.js';
import { densities, drawRounds, type Density, type Round } from '../src/plan.js';

function take(seed: number, count: number): Round[] {
  const rounds = drawRounds(seed, faultKinds);
  return Array.from({ length: count }, () => rounds.next().value);
}

t.test('a seed draws the same rounds again, and another seed others', async (t) => {
  t.strictSame(take(11, 200), take(11, 200));
  t.notSame(take(11, 200), take(12, 200));
});

t.test('each kind comes alone before kinds are mixed', async (t) => {
  const alone = take(5, faultKinds.length);
  t.ok(alone.every(({ faults }) => faults.length === 1));
  t.same(new Set(alone.map(({ faults }) => faults[0]?.kind)), new Set(faultKinds.map(({ name }) => name)));
  const mixed = take(5, 200).slice(faultKinds.length);
  t.ok(mixed.some(({ faults }) => faults.length === 3));
});

t.test(
  'faults that go together fall on different processes and things, for as long as their kind says',
  async (t) => {
    for (const { faults } of take(6, 400)) {
      const places = faults.map(({ kind, victim }) => {
        const { domain } = kindNamed(kind);
        return ['process', 'rules'].includes(domain) ? victim : domain;
      });
      if (new Set(places).size !== places.length) t.fail(`${places.join(' ')} at once`);
      for (const { kind, durationMs, victim } of faults) {
        const [from, to] = kindNamed(kind).durationMs;
        if (durationMs < from || durationMs > to) t.fail(`${kind} for ${durationMs} ms`);
        if (!kindNamed(kind).victims.includes(victim)) t.fail(`${kind} on ${victim}`);
      }
    }
  },
);

t.test('dense rounds strike more at once, on seeds of their own as well', async (t) => {
  const mean = (density: Density): number => {
    const rounds = drawRounds(5, faultKinds, density);
    const counts = Array.from({ length: 400 }, () => rounds.next().value.faults.length).slice(
      faultKinds.length,
    );
    return counts.reduce((sum, count) => sum + count, 0) / counts.length;
  };
  t.ok(mean(densities.usual) < 2.2, `${mean(densities.usual)} a round`);
  t.ok(mean(densities.dense) > 3, `${mean(densities.dense)} a round`);
});

t.test('a fault that there is none of is refused', async (t) => {
  t.throws(() => kindNamed('flood'), { message: 'There is no fault flood.' });
});

t.test(
  'a process that runs may end by itself only over a refusal, one that starts with 3 over anything',
  async (t) => {
    t.ok(explainsExit(kindNamed('kms-denied'), 3, true));
    t.notOk(explainsExit(kindNamed('kms-denied'), 1, true));
    t.notOk(explainsExit(kindNamed('broker-kill'), 3, true));
    t.ok(explainsExit(kindNamed('broker-kill'), 3, false));
    t.notOk(explainsExit(kindNamed('kms-denied'), null, true), 'a signal is nobody of ours');
    t.ok(explainsExit(kindNamed('rules-bad'), 2, false));
    t.notOk(explainsExit(kindNamed('rules-bad'), 2, true));
  },
);
