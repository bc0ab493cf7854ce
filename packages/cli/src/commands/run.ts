import { runIngest } from '@scrubjay/ingest';
import { runRedactor } from '@scrubjay/redactor';
import { runSink } from '@scrubjay/sink';
import { ScrubjayError } from '@scrubjay/errors';
import { Command, Option } from 'commander';
import { readConfig, requireIngest, type FullConfig } from '../config-schema.js';
import { tell } from '../output.js';
import { runEmbedded } from '../run/embedded.js';
import { describeRun } from '../run/describe.js';

const services = ['ingest', 'redactor', 'sink', 'all'] as const;
type Service = (typeof services)[number];

export function runCommand(): Command {
  return new Command('run')
    .description(
      'Runs one service over Kafka, or all of them in one process. SIGTERM drains, a second one stops at once.',
    )
    .requiredOption('--config <file>', 'configuration file (YAML); SCRUBJAY_… variables override it')
    .addOption(new Option('--service <name>', 'which service').choices(services).default('all'))
    .action(async (options: { config: string; service: Service }) => {
      await run(await readConfig(options.config), options.service);
    });
}

async function run(config: FullConfig, service: Service): Promise<void> {
  if (config.transport === 'memory') {
    if (service !== 'all') {
      throw new ScrubjayError(
        'SJ_CONFIG_INVALID',
        `transport: memory joins all services in one process, not ${service} alone.`,
        {
          fix: 'Use --service all, or set transport: kafka.',
        },
      );
    }
    tell(describeRun(await runEmbedded(config)));
    return;
  }
  await (service === 'all' ? runAll(config) : starters[service](config));
}

type Starter = (config: FullConfig, signal?: AbortSignal) => Promise<void>;

const starters: Readonly<Record<Exclude<Service, 'all'>, Starter>> = {
  ingest: (config, signal) => runIngest(config, requireIngest(config), signal),
  redactor: (config, signal) => runRedactor(config, config.redactor, signal),
  sink: (config, signal) => runSink(config, config.sink, signal),
};

/** Three services in one process, joined by Kafka. When one fails the others drain, and the failure is thrown. */
async function runAll(config: FullConfig): Promise<void> {
  const failure = new AbortController();
  const all = Object.values(starters).map(async (start, index) => {
    try {
      await start(withPort(config, index), failure.signal);
    } catch (error) {
      failure.abort();
      throw error;
    }
  });
  const failed = (await Promise.allSettled(all)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Each service has telemetry of its own, on ports that follow one another. */
function withPort(config: FullConfig, index: number): FullConfig {
  const { port } = config.telemetry;
  return { ...config, telemetry: { ...config.telemetry, port: port === 0 ? 0 : port + index } };
}
