import { Buffer } from 'node:buffer';
import { sharedConfig } from '@scrubjay/boot';
import { parseConfig } from '@scrubjay/config';
import type { Target } from '../target.js';
import { refusingOnly } from './only.js';

const sample = `environment: test
transport: kafka
kafka:
  brokers: ['kafka-1:9092', "kafka-2:9092"]
  sasl: { mechanism: plain, username: u, password: p }
  topics: { raw: a.raw }
keys: { provider: kms, region: eu-central-1, raw: alias/raw }
store: { kind: s3, bucket: logs, region: eu-central-1, prefix: prod/ }
rules: { policy: strict }
telemetry: { port: 9464 }
`;

/** Reads arbitrary text as a configuration. Promise: it is one, or SJ_CONFIG_INVALID, soon. */
export function createConfigTarget(): Target {
  return {
    name: 'config-yaml',
    seeds: [Buffer.from(sample), Buffer.from('{"environment":"test"}')],
    dictionary: [
      ...[
        '&a ',
        '*a',
        '<<: *a',
        '!!binary',
        '!!js',
        '|\n',
        '>-\n',
        '? ',
        '- ',
        ': ',
        '{',
        '}',
        '[',
        ']',
        '"',
      ],
      ...[
        '__proto__: ',
        'constructor: ',
        '%YAML 1.2\n',
        '---\n',
        '...\n',
        '\t',
        '\x00',
        '# ',
        '~',
        '0x',
        '.inf',
      ],
    ],
    async check(input) {
      await refusingOnly('SJ_CONFIG_INVALID', () =>
        parseConfig(sharedConfig, { file: 'fuzz.yaml', text: input.toString() }, {}),
      );
    },
  };
}
