import t from 'tap';
import { generalize } from '../../src/apply/generalize.js';

t.test('leaves the year of a date in the common notations', async (t) => {
  const dates = [
    '1984-03-12',
    '1984/3/2',
    '1984.03.12',
    '1984-03',
    '1984',
    '19840312',
    '19840312T101500Z',
    '1984-03-12T10:15:00.000+02:00',
    '1984-03-12 10:15',
    '12.03.1984',
    '3/12/1984',
    '12-03-1984 10:15',
    '03/1984',
    '12 March 1984',
    '12th of March 1984',
    '12. März 1984',
    '12-Mar-1984',
    'March 12, 1984',
    'Mar. 12th 1984',
    'Mon, 12 Mar 1984 10:15:00 GMT',
    ' 1984-03-12 ',
  ];
  for (const date of dates) t.equal(generalize(date, 'year'), '1984', date);
});

t.test('does not take for a date what may hold something else', async (t) => {
  const others = [
    '',
    '12/03/84',
    '1234',
    '447897600',
    '1984-03-12 Ann',
    'born 1984',
    '12-03/1984',
    '1984-03-12-77',
    'x',
  ];
  for (const other of others) t.equal(generalize(other, 'year'), undefined, other);
});

t.test('leaves the network of an address', async (t) => {
  const networks = {
    '203.0.113.77': '203.0.113.0/24',
    '203.0.113.0/24': '203.0.113.0/24',
    '203.0.113.77/32': '203.0.113.0/24',
    '2001:DB8:1:2::3': '2001:db8:1::/48',
    '2001:db8:1::/48': '2001:db8:1::/48',
    '2001:0db8:0001:0002:0003:0004:0005:0006': '2001:db8:1::/48',
    '[2001:db8::1]': '2001:db8::/48',
    'fe80::1%eth0': 'fe80::/48',
    '::1': '::/48',
    '::ffff:203.0.113.77': '203.0.113.0/24',
  };
  for (const [address, network] of Object.entries(networks))
    t.equal(generalize(address, 'network'), network, address);
  for (const other of [
    '',
    '10.0.0.0/8',
    '2001:db8::/32',
    '1.2.3',
    '1.2.3.4:80',
    '1.2.3.4/24/7',
    'host',
    '12',
  ])
    t.equal(generalize(other, 'network'), undefined, other);
});

t.test('leaves a position to one decimal', async (t) => {
  const positions = {
    '52.520008': '52.5',
    '-0.04': '0.0',
    '+13.404954': '13.4',
    '52': '52',
    '52.520008, 13.404954': '52.5, 13.4',
    '48.8566;2.3522': '48.9;2.4',
    '52.520008N 13.404954E': '52.5N 13.4E',
    'geo:52.520008,13.404954': 'geo:52.5,13.4',
    'POINT(13.404954 52.520008)': 'POINT(13.4 52.5)',
  };
  for (const [value, rough] of Object.entries(positions))
    t.equal(generalize(value, 'position'), rough, value);
  for (const other of ['', '5.2e1', '52.5 13.4 7.1', '1234.5', '52°31\'12"N', 'lat 52.5', 'NaN'])
    t.equal(generalize(other, 'position'), undefined, other);
});
