import t from 'tap';
import {
  keepSecretsOutOfReports,
  nodeOptions,
  refuseMemoryDumps,
  type ReportSettings,
} from '../../src/process/memory-dumps.js';

t.test('refuses what writes memory to a file, however it is written', async (t) => {
  for (const option of [
    '--heapsnapshot-signal=SIGUSR2',
    '--heapsnapshot_near_heap_limit=3',
    '--abort-on-uncaught-exception',
  ])
    t.throws(() => refuseMemoryDumps(['--import=x', option]), { code: 'SJ_CONFIG_INVALID' }, option);
  refuseMemoryDumps(['--max-old-space-size=384', '--report-on-fatalerror', '', 'x']);
});

t.test('sees the options of the command line and of the environment', async (t) => {
  const before = process.env['NODE_OPTIONS'];
  t.teardown(() => {
    if (before === undefined) delete process.env['NODE_OPTIONS'];
    else process.env['NODE_OPTIONS'] = before;
  });
  process.env['NODE_OPTIONS'] = '--a=1  --b';
  t.strictSame(nodeOptions(), [...process.execArgv, '--a=1', '--b']);
  process.env['NODE_OPTIONS'] = '"--heapsnapshot-\\signal=SIGUSR2" "--b"';
  t.throws(() => refuseMemoryDumps(nodeOptions()), { code: 'SJ_CONFIG_INVALID' }, 'also in quotes');
  delete process.env['NODE_OPTIONS'];
  t.ok(nodeOptions().length > 0);
});

const asked = (more: Partial<ReportSettings> = {}): ReportSettings => ({
  ...{ reportOnFatalError: true, reportOnSignal: true, reportOnUncaughtException: true, signal: 'SIGWINCH' },
  ...more,
});

t.test('leaves the environment out of reports where Node can', async (t) => {
  const report = asked({ excludeEnv: false });
  t.equal(keepSecretsOutOfReports(report), undefined);
  t.match(report, { excludeEnv: true, excludeNetwork: true, reportOnFatalError: true });
});

t.test('has no reports written where Node cannot, and tells whoever asked for them', async (t) => {
  const report = asked();
  const listeners = process.listenerCount('SIGWINCH');
  t.match(keepSecretsOutOfReports(report), /^warning: diagnostic reports are off/);
  t.match(report, { reportOnFatalError: false, reportOnSignal: false, reportOnUncaughtException: false });
  t.equal(process.listenerCount('SIGWINCH'), listeners + 1, 'the signal does not end the process');
  process.emit('SIGWINCH');
  process.removeAllListeners('SIGWINCH');
  const quiet = asked({ reportOnFatalError: false, reportOnSignal: false, reportOnUncaughtException: false });
  t.equal(keepSecretsOutOfReports(quiet), undefined);
  const fatal = asked({ reportOnSignal: false, reportOnUncaughtException: false });
  t.ok(keepSecretsOutOfReports(fatal));
});
