import { Buffer } from 'node:buffer';
import { otlpToCanonical, readOtlpRequest } from '@scrubjay/frame';
import { Broken, type Target } from '../target.js';

const request = {
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }] },
      scopeLogs: [
        {
          logRecords: [
            {
              timeUnixNano: '1790000000000000000',
              severityNumber: 9,
              body: { kvlistValue: { values: [{ key: 'a', value: { intValue: '7' } }] } },
              traceId: '5b8efff798038103d269b633813fc60c',
              attributes: [
                { key: 'user.email', value: { arrayValue: { values: [{ bytesValue: 'AAEC' }] } } },
              ],
            },
          ],
        },
      ],
    },
  ],
};

/** Reads arbitrary bytes as OTLP/JSON. Promises: no throw; every record made of it is JSON. */
export function createOtlpTarget(): Target {
  return {
    name: 'otlp-json',
    seeds: [Buffer.from(JSON.stringify(request))],
    dictionary: [
      '"kvlistValue":{"values":[',
      '"doubleValue":"NaN"',
      '1e999',
      '"intValue":',
      '[]',
      'null',
      '{',
      '}',
    ],
    check(input) {
      const read = readOtlpRequest(input, 'json');
      if (read.kind === 'withheld') return;
      for (const record of otlpToCanonical(read.request)) {
        if (record.kind === 'record' && typeof JSON.parse(record.record.toString()) !== 'object')
          throw new Broken('a record is no JSON object');
      }
    },
  };
}
