import t from 'tap';
import { validatorNames, validators, type ValidatorName } from '../../src/validate/index.js';
import { nationalCases, type Cases } from './national-cases.js';

const cases: Partial<Record<ValidatorName, Cases>> = {
  ...nationalCases,
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
  card: {
    accepts: [
      '4111111111111111',
      '5019717010103742',
      '2200000000000053',
      '9792030394440796',
      '3566002020360505',
    ].concat([
      '6221260000000000',
      '5061460410120223210',
      '135410014004955',
      '6362970000457013',
      '8171999927660000',
    ]),
    refuses: ['4111111111111112', '9111111111111111', '79927398713', '0000000000000000', 'x'],
  },
  bic: {
    accepts: ['DEUTDEFF', 'DEUTDEFF500', 'NEDSZAJJXXX'],
    refuses: ['DEUTXYFF', 'DEUTDEFF50', 'deutdeff', 'DEUTDE0F', 'BANKACCO'],
  },
  imei: {
    accepts: ['490154203237518', '35-209900-176148-1'],
    refuses: ['490154203237519', '49015420323751', '000000000000000', '49015420323751a'],
  },
  vin: {
    accepts: ['1HGCM82633A004352', '1M8GDM9AXKP042788', '1hgcm82633a004352'],
    refuses: ['1HGCM82633A004353', '1HGCM826I3A004352', '1HGCM82633A00435X', '1HGCM82633A00435'],
  },
  // The specimens of ICAO Doc 9303, parts 4 to 6.
  mrz: {
    accepts: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
      .concat(['D231458907UTO7408122F1204159<<<<<<<6', 'I<UTOD231458907<<<<<<<<<<<<<<<'])
      .concat(['7408122F1204159UTO<<<<<<<<<<<6', 'I<UTOD23145890<AB112234566<<<<']),
    refuses: ['L898902C37UTO7408122F1204159ZE184226B<<<<<10', 'L898902C36UTO7408123F1204159ZE184226B<<<<<10']
      .concat([
        'L898902C36UTO7408122A1204159ZE184226B<<<<<10',
        'L898902C36UTO7408122F1204158ZE184226B<<<<<10',
      ])
      .concat([
        'P<UTOERIKSSON<ANNA<MARIA<ANNA<MARIA<ANNA<MA',
        'I<UTOD231458908<<<<<<<<<<<<<<<',
        'I<UTOABCDEFGHI<<<<<<<<<<<<<<<<',
      ])
      .concat(['7408122F1204158UTO<<<<<<<<<<<6', 'p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<<', 'P<UTO']),
  },
  iban: {
    accepts: [
      'MT84MALT011000012345MTLCAST001S',
      'RU0304452522540817810538091310419',
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
  // Numbers kept free for fiction by NANPA, Ofcom and ARCEP, and numbers in the form of libphonenumber's examples.
  'phone-e164': {
    accepts: [
      '+49 30 1234567',
      '0049 30 1234567',
      '+1 (415) 555-2671',
      '+352 621 123 456',
      '+447700900123',
      '33639980001',
    ],
    refuses: [
      '+1 23',
      '+1234567890123456',
      '+999 1234567',
      '+210 1234567',
      'no digits',
      '+1 415 555 267',
      '+1 415,555 2671',
    ],
  },
  phone: {
    accepts: ['+49 30 23125 000', '+1 202-555-0143', '+44 20 7946 0958', '00352621123456'],
    refuses: ['+447700900123', '+1 555 123 4567', '+33 9', 'tel', `+49 30 ${' '.repeat(30)}1234567`],
  },
  'phone-national': {
    accepts: [
      '202-555-0143',
      '(202) 555-0143',
      '1-202-555-0143',
      '555-123-4567',
      '07700 900123',
      '020 7946 0958',
    ]
      .concat([
        '030 23125 000',
        '0176 12345678',
        '06 12 34 56 78',
        '01 99 00 12 34',
        '0471 12 34 56',
        '612 345 678',
      ])
      .concat(['512 345 678', '32 12 34 56', '210 1234567', '06 20 123 4567', '0612 345678', '91 123 4567']),
    refuses: [
      '123-456',
      '102-555-0143',
      '0000 000000',
      '17/05/2015 10',
      '2015-05-17 10:05',
      '99999999999999',
      'x',
    ],
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

t.test('every validator is tried', (t) => {
  t.same(Object.keys(cases).sort(), validatorNames);
  t.end();
});

for (const name of validatorNames) {
  t.test(`${name} tells the real from the look-alike, anywhere in a buffer`, async (t) => {
    const run = (text: string): boolean => {
      const bytes = Buffer.from(`12a${text}34b`);
      return validators[name](bytes, 3, bytes.length - 3);
    };
    for (const text of cases[name]?.accepts ?? []) t.ok(run(text), `accepts ${text}`);
    for (const text of cases[name]?.refuses ?? []) t.notOk(run(text), `refuses ${text}`);
  });
}
