import t from 'tap';
import { validatorNames, validators, type ValidatorName } from '../../src/validate/index.js';

const cases: Record<ValidatorName, { accepts: string[]; refuses: string[] }> = {
  luhn: {
    accepts: ['4111111111111111', '4111 1111-1111.1111', '18', '79927398713'],
    refuses: ['4111111111111112', '0000000000000000', '0', '', '4111x11111111111'],
  },
  'card-iin': {
    accepts: [
      '4111 1111 1111 1111',
      '4222222222222',
      '2221000000000009',
      '2720990000000007',
      '5555555555554444',
    ]
      .concat(['378282246310005', '6011111111111117', '3530111333300000', '30569309025904', '36227206271667'])
      .concat(['6200000000000005', '8171999927660000', '6759649826438453', '501800000009']),
    refuses: [
      '2220990000000000',
      '2721000000000000',
      '9111111111111111',
      '41111111111111',
      '37828224631000',
      'card',
      '',
    ],
  },
  iban: {
    accepts: [
      'DE89370400440532013000',
      'de89 3704 0044 0532 0130 00',
      'GB29-NWBK-6016-1331-9268-19',
      'NO9386011117947',
    ],
    refuses: [
      'DE89370400440532013001',
      'XX89370400440532013000',
      'DE8937040044053201300',
      'DE8X370400440532013000',
      '',
    ],
  },
  'us-ssn': {
    accepts: ['123-45-6789', '123456789', '899 12 3456'],
    refuses: [
      '000-12-3456',
      '666-12-3456',
      '900-12-3456',
      '123-00-4567',
      '123-45-0000',
      '12345678',
      '123/45/6789',
    ],
  },
  ipv4: {
    accepts: ['0.0.0.0', '192.168.1.10', '255.255.255.255'],
    refuses: ['256.1.1.1', '1.2.3', '01.2.3.4', '1.2.3.4.5', '1.2.3.4 and much more behind'],
  },
  ipv6: {
    accepts: ['::1', 'fe80::1', '2001:db8:0:0:0:0:0:1', '::ffff:1.2.3.4'],
    refuses: ['1:2', ':::', '12:34:56', `::1${'0'.repeat(100)}`],
  },
  jwt: {
    accepts: [
      'eyJhbGciOiJIUzI1NiJ9.e30.x',
      `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}..`,
    ],
    refuses: ['eyJh.e30.x', 'bnVsbA.e30.x', 'MQ.e30.x', 'e30.e30.x', 'eyJhbGciOjF9.e30.x', ''],
  },
  entropy: {
    accepts: ['a8f5f167f44f4964e6c998dee827110c', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
    refuses: ['aaaaaaaaaaaaaaa1', 'onlylettersbutmanydifferent', '0123456789', '', 'a1a1a1a1'],
  },
  'phone-e164': {
    accepts: [
      '+49 30 1234567',
      '0049 30 1234567',
      '+1 (415) 555-2671',
      '+352 621 123 456',
      '+228 12 34 56 78',
    ],
    refuses: ['+1 23', '+1234567890123456', '+999 1234567', '+210 1234567', 'no digits'],
  },
  mac: {
    accepts: ['00:1b:44:11:3a:b7', '00-1B-44-11-3A-B7', '001b.4411.3ab7'],
    refuses: [
      '00:00:00:00:00:00',
      'ff:ff:ff:ff:ff:ff',
      '00:1b:44:11:3a',
      '00:1b-44:11-3a:b7',
      '001b:4411:3ab7',
    ],
  },
};

for (const name of validatorNames) {
  t.test(`${name} tells the real from the look-alike, anywhere in a buffer`, async (t) => {
    const run = (text: string): boolean => {
      const bytes = Buffer.from(`12a${text}34b`);
      return validators[name](bytes, 3, bytes.length - 3);
    };
    for (const text of cases[name].accepts) t.ok(run(text), `accepts ${text}`);
    for (const text of cases[name].refuses) t.notOk(run(text), `refuses ${text}`);
  });
}
