import { startAws } from './aws.js';
import { serverEnvironment } from './environment.js';
import { isUnavailable } from './find.js';
import { startKafka } from './kafka.js';

/** `npm run servers`: both servers for a developer, until Ctrl-C. */
async function main(): Promise<number> {
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  process.stdout.write('Starting Kafka and moto (the first time fetches them, which may take a minute) …\n');
  const [kafka, aws] = await Promise.all([startKafka(), startAws()]);
  const missing = [kafka, aws].filter(isUnavailable);
  for (const { reason } of missing) process.stderr.write(`Not available: ${reason}.\n`);
  if (missing.length === 2) return 3;

  const runningKafka = isUnavailable(kafka) ? undefined : kafka;
  const runningAws = isUnavailable(aws) ? undefined : aws;
  if (runningKafka)
    process.stdout.write(`Kafka (${runningKafka.origin}): ${runningKafka.brokers.join(',')}\n`);
  if (runningAws)
    process.stdout.write(`KMS, S3 and Kinesis (${runningAws.origin}): ${runningAws.endpoint}\n`);
  process.stdout.write('\nIn another terminal:\n');
  for (const [name, value] of Object.entries(serverEnvironment(runningKafka, runningAws))) {
    process.stdout.write(`export ${name}=${value}\n`);
  }
  process.stdout.write('\nCtrl-C stops them; their data go away.\n');

  const awake = setInterval(() => undefined, 60_000);
  await stopped;
  clearInterval(awake);
  await Promise.all([runningKafka?.stop(), runningAws?.stop()]);
  return 0;
}

process.exitCode = await main();
