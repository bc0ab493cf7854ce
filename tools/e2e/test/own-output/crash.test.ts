import { readdirSync } from 'node:fs';
import t from 'tap';
import { Crashing, type Crash } from './crashing.js';

// The ways a process ends that nobody planned, with records in memory and secrets in its environment.
t.setTimeout(240_000);
const allReports = ['--report-uncaught-exception', '--report-on-fatalerror', '--report-on-signal'];
/** From Node 22.13 and 23.3 on a report can leave the environment out; before, none is written. */
const writesReports = 'excludeEnv' in process.report;

// The other ways to fail uncaught are tested beside the code that ends the process.
const uncaught: Readonly<Record<string, Crash & { readonly name: string }>> = {
  'an exception that nobody catches': { how: 'throw', name: 'Error' },
  'a rejection that Node only warns of': {
    ...{ how: 'reject', name: 'Error', options: ['--unhandled-rejections=warn'] },
  },
  'a rejection with a text, of which Node makes an exception': {
    ...{ how: 'rejectText', name: 'ERR_UNHANDLED_REJECTION', options: ['--unhandled-rejections=strict'] },
  },
};

for (const [title, crash] of Object.entries(uncaught)) {
  t.test(`${title} ends the process in our own words`, async (t) => {
    const child = new Crashing(t, { ...crash, options: [...(crash.options ?? []), ...allReports] });
    await child.working();
    child.signal('SIGURG');
    t.strictSame(await child.ended(), [1, null]);
    t.match(child.said, `\nerror: SJ_INTERNAL: Uncaught failure (${crash.name}). `);
    child.isClean(t);
  });
}

t.test('what libraries say on the console, warnings and reports on demand repeat nothing', async (t) => {
  const options = ['--trace-warnings', ...allReports];
  const child = await new Crashing(t, { how: 'speak', options }).working();
  child.signal('SIGURG');
  await child.says('warning: DeprecationWarning DEP_PLANTED');
  child.signal('SIGUSR2');
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.finish();
  t.strictSame(await child.ended(), [0, null], 'and the work goes on');
  t.equal(readdirSync(child.dumps).length, writesReports ? 1 : 0);
  child.isClean(t);
});

t.test('a worker that speaks and dies leaves no text behind', async (t) => {
  const child = await new Crashing(t, { how: 'worker', options: allReports, workers: 1 }).working();
  await child.says('worker ended');
  child.finish();
  t.strictSame(await child.ended(), [0, null]);
  child.isClean(t);
});

t.test('a heap that is full', async (t) => {
  const options = ['--max-old-space-size=160', ...allReports];
  const child = await new Crashing(t, { how: 'fill', options }).working();
  child.signal('SIGURG');
  const [code] = await child.ended();
  t.not(code, 0);
  t.match(child.said, /heap out of memory|heap limit/);
  t.equal(readdirSync(child.dumps).length, writesReports ? 1 : 0, 'a report only without the environment');
  child.isClean(t);
});

t.test('SIGABRT', async (t) => {
  const child = await new Crashing(t, { options: allReports }).working();
  child.signal('SIGABRT');
  const [code, signal] = await child.ended();
  t.ok(signal === 'SIGABRT' || code === 134, `${String(code)} ${String(signal)}`);
  child.isClean(t);
});

t.test('options that write memory to a file are refused', async (t) => {
  for (const option of ['--heapsnapshot-signal=SIGUSR2', '--heapsnapshot-near-heap-limit=1']) {
    const child = new Crashing(t, { options: [option] });
    child.finish();
    t.strictSame(await child.ended(), [2, null], option);
    t.match(child.said, 'SJ_CONFIG_INVALID');
    t.strictSame(readdirSync(child.dumps), []);
    child.isClean(t);
  }
});
