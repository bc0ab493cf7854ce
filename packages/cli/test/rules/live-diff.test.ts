import { createMetrics } from '@scrubjay/telemetry';
import t from 'tap';
import { liveReport } from '../../src/rules/live-diff.js';
import { parseMetrics } from '../../src/rules/read-metrics.js';

const now = new Date(0);

function metricsOf(active: string, shadow: string | undefined, ...lines: readonly string[]): string {
  const info = (role: string, fingerprint: string): string =>
    `scrubjay_ruleset_info{role="${role}",fingerprint="${fingerprint}",policy="p",detectors="2"} 1`;
  return [info('active', active), ...(shadow === undefined ? [] : [info('shadow', shadow)]), ...lines].join(
    '\n',
  );
}

t.test('adds up what several redactors count', async (t) => {
  const lines = (email: number): string[] => [
    `scrubjay_shadow_findings_total{detector="card",change="removed"} 1`,
    `scrubjay_shadow_findings_total{detector="email",change="added"} ${email}`,
    `scrubjay_shadow_findings_total{detector="email",change="changed"} 1`,
    `scrubjay_shadow_findings_total{detector="none",change="added"} 0`,
    `scrubjay_shadow_findings_total{detector="odd",change="unheard"} 7`,
    `scrubjay_shadow_withheld_total{change="added"} 2`,
    'scrubjay_shadow_records_total 100',
    'scrubjay_shadow_errors_total 1',
  ];
  const text = [metricsOf('aa', 'bb', ...lines(3)), metricsOf('aa', 'bb', ...lines(4))].join('\n');
  t.strictSame(liveReport(parseMetrics(text), now), {
    kind: 'scrubjay-rules-diff',
    a: { name: 'active', policy: 'p', fingerprint: 'aa' },
    b: { name: 'shadow', policy: 'p', fingerprint: 'bb' },
    source: 'live',
    at: '1970-01-01T00:00:00.000Z',
    records: 200,
    withheld: { added: 4, removed: 0 },
    detectors: [
      { detector: 'email', added: 7, removed: 0, changed: 2 },
      { detector: 'card', added: 0, removed: 2, changed: 0 },
    ],
    errors: 2,
  });
});

t.test('redactors without a shadow, or with different ones, cannot be compared', async (t) => {
  t.throws(() => liveReport(parseMetrics(metricsOf('aa', undefined)), now), {
    code: 'SJ_USAGE',
    message: /role shadow/,
  });
  const mixed = `${metricsOf('aa', 'bb')}\n${metricsOf('aa', 'cc')}`;
  t.throws(() => liveReport(parseMetrics(mixed), now), { code: 'SJ_USAGE', message: /different rulesets/ });
});

t.test('understands the metrics as a redactor serves them', async (t) => {
  const metrics = createMetrics();
  metrics.ruleset('aa', 'standard', 2);
  metrics.ruleset('bb', 'strict', 3, 'shadow');
  metrics.shadowRecords(1_234_567);
  metrics.shadowFinding('email', 'removed', 5);
  metrics.shadowWithheld('removed', 1);
  const report = liveReport(parseMetrics(await metrics.registry.metrics()), now);
  t.match(report, {
    a: { policy: 'standard', fingerprint: 'aa' },
    b: { policy: 'strict', fingerprint: 'bb' },
    records: 1_234_567,
    withheld: { added: 0, removed: 1 },
    detectors: [{ detector: 'email', added: 0, removed: 5, changed: 0 }],
    errors: 0,
  });
});
