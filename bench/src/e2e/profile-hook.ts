/**
 * Loaded into a service by `--import`: writes a CPU profile of its whole life when it ends, for a browser's developer
 * tools or any viewer of .cpuprofile files. Node's own --cpu-prof cannot be given by NODE_OPTIONS.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';

const folder = process.env['SCRUBJAY_BENCH_PROFILE'];
const service = process.argv[process.argv.indexOf('--service') + 1] ?? 'process';
if (folder !== undefined) {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.start');
  process.once('exit', () => {
    // Within a process the answer comes before the call returns.
    session.post('Profiler.stop', (error, answer) => {
      if (error !== null) return;
      writeFileSync(
        join(folder, `${service}-${String(process.pid)}.cpuprofile`),
        JSON.stringify(answer.profile),
      );
    });
  });
}
