import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { startAws } from './aws.js';
import { serverEnvironment } from './environment.js';
import { isUnavailable } from './find.js';
import { startKafka } from './kafka.js';

/**
 * `node with-servers.js -- command…`: starts both servers once, runs the command with their addresses in its environment,
 * stops them, and exits as the command did. A server that cannot be had is left out; tests then skip or fail by themselves.
 */
async function main(args: readonly string[]): Promise<number> {
  const [file, ...rest] = args[0] === '--' ? args.slice(1) : args;
  if (file === undefined) {
    process.stderr.write('usage: with-servers [--] command [argument…]\n');
    return 2;
  }
  const [kafka, aws] = await Promise.all([startKafka(), startAws()]);
  for (const server of [kafka, aws]) {
    if (isUnavailable(server)) process.stderr.write(`with-servers: not available: ${server.reason}.\n`);
  }
  const runningKafka = isUnavailable(kafka) ? undefined : kafka;
  const runningAws = isUnavailable(aws) ? undefined : aws;
  try {
    return await runToEnd(file, rest, { ...process.env, ...serverEnvironment(runningKafka, runningAws) });
  } finally {
    await Promise.all([runningKafka?.stop(), runningAws?.stop()]);
  }
}

/** Signals go on to the command; how it ends is up to it. The exit code for a signal is the shells' 128 + number. */
async function runToEnd(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(file, args, { env, stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  // On Ctrl-C the terminal has told the command already; it must only not end us first.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', pass);
  return await new Promise((resolve) => {
    child.once('error', () => {
      process.stderr.write(`with-servers: cannot run ${file}.\n`);
      resolve(127);
    });
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

process.exitCode = await main(process.argv.slice(2));
