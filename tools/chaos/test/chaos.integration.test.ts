import { requireServer } from '@scrubjay/servers';
import t from 'tap';
import { runChaos } from '../src/run.js';

t.setTimeout(480_000);

t.test('a short run: nothing is lost, twice or in the clear, and every service recovers', async (t) => {
  const only = ['kill-in-flush', 'net-reset', 's3-lost-answer', 'pause'];
  const settings = { seed: 20, minutes: 10, faults: only.length, records: 20_000, perSecond: 60, only };
  const told: string[] = [];
  const result = await runChaos(
    t,
    { ...settings, brokers: 1, density: 'usual', recoveryLimitMs: 120_000 },
    (text) => {
      told.push(text);
    },
  );
  if ('reason' in result) {
    requireServer(t, result);
    return;
  }
  t.same(result.findings, []);
  t.equal(result.faults.length, only.length, 'each fault was carried out');
  t.ok((result.verdict?.balance.ids ?? 0) > 500, `${result.verdict?.balance.ids ?? 0} ids`);
  if (!t.passing()) t.comment(told.join('\n'));
});
