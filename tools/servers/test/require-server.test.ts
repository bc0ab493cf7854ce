import t from 'tap';
import { unavailable } from '../src/find.js';
import { requireServer } from '../src/require-server.js';

function recorder(): {
  calls: string[];
  plan: (n: number, why?: string) => void;
  fail: (why: string) => void;
} {
  const calls: string[] = [];
  return {
    calls,
    plan: (n, why) => calls.push(`plan ${String(n)} ${why ?? ''}`),
    fail: (why) => calls.push(`fail ${why}`),
  };
}

t.test('hands a running server on', async (t) => {
  const test = recorder();
  const server = { kind: 'kafka' as const };
  t.equal(requireServer(test, server, 'true'), server);
  t.strictSame(test.calls, []);
});

t.test('skips without CI and fails with it', async (t) => {
  for (const ci of ['', 'false', '0']) {
    const test = recorder();
    t.equal(requireServer(test, unavailable('no java'), ci), undefined);
    t.strictSame(test.calls, ['plan 0 no java']);
  }
  const test = recorder();
  t.equal(requireServer(test, unavailable('no java'), 'true'), undefined);
  t.strictSame(test.calls, ['fail needs a server: no java']);
});
