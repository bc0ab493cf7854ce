import { isScrubjayError } from '@scrubjay/errors';
import { runDemo } from './demo.js';

try {
  await runDemo({
    dir: process.env['SCRUBJAY_DEMO_DIR'] ?? '.scrubjay/demo',
    files: process.argv.slice(2),
    print,
  });
} catch (error) {
  process.stderr.write(
    `error: ${isScrubjayError(error) ? error.toLine() : 'SJ_INTERNAL: the demo failed.'}\n`,
  );
  process.exitCode = isScrubjayError(error) ? error.exitCode : 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
