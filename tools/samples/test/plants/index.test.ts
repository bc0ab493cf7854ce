import { isIPv4, isIPv6 } from 'node:net';
import { crc32 } from 'node:zlib';
import t from 'tap';
import { generate } from '../../src/generate.js';
import type { PlantKind } from '../../src/types.js';
import { passesLuhn, passesMod97, plantedOf } from '../helpers.js';

const values = new Map<PlantKind, string[]>();
for (const { kind, value } of plantedOf(generate({ seed: 21, count: 20_000, vendorTokens: true }))) {
  const list = values.get(kind) ?? [];
  list.push(value);
  values.set(kind, list);
}

function all(kind: PlantKind): readonly string[] {
  return values.get(kind) ?? [];
}

/** Claims that there are values of the kind and that each passes. */
function claim(name: string, kind: PlantKind, passes: (value: string) => boolean): void {
  void t.test(name, (t) => {
    t.ok(all(kind).length > 20);
    t.same(
      all(kind).filter((value) => !passes(value)),
      [],
    );
    t.end();
  });
}

const shapes: Partial<Record<PlantKind, RegExp>> = {
  email: /^[A-Za-z]+[._][A-Za-z]*[.+-]?\d{6}@(?:[a-z]+\.)?example\.(?:com|org|net)$/,
  'phone-e164': /^\+(?:1\d{3}55501\d{2}|33\d{9}|44\d{10})$/,
  'person-name': /^\p{Lu}\p{L}+ \p{Lu}\p{L}+$/u,
  'birth-date': /^(?:\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}|\d\d\/\d\d\/\d{4})$/,
  'postal-address': /^\d{3} \p{L}+ [A-Z][a-z]+, .{8,}$/u,
  username: /^[a-z]+_[0-9a-z]{5}$/,
  'device-id': /^(?:[0-9A-F-]{36}|[0-9a-f]{16})$/,
  'us-ssn': /^(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}$/,
  'card-cvv': /^\d{3}$/,
  'mac-address': /^02[:-](?:[0-9A-Fa-f]{2}[:-]){4}[0-9A-Fa-f]{2}$/,
  jwt: /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}$/,
  'bearer-token': /^lat_\w{36}$/,
  'aws-access-key-id': /^AKIA[A-Z2-7]{9}EXAMPLE$/,
  'slack-token': /^xoxb-\d{12}-\d{13}-[A-Za-z0-9]{24}$/,
  'stripe-key': /^sk_(?:live|test)_[A-Za-z0-9]{24}$/,
  'api-key': /^luma_[A-Za-z0-9]{32}$/,
  'url-password': /^[A-Za-z0-9]{14}$/,
  password: /^.{14,17}$/,
};
for (const [kind, shape] of Object.entries(shapes)) {
  claim(`${kind} has its shape`, kind as PlantKind, (value) => shape.test(value));
}

claim('card numbers pass the Luhn check', 'card-number', (value) => passesLuhn(value.replace(/[ -]/g, '')));
claim('IBANs pass mod 97', 'iban', passesMod97);
claim('IPv4 addresses are in the shared space', 'ipv4', (value) => {
  const second = Number(value.split('.')[1]);
  return isIPv4(value) && value.startsWith('100.') && second >= 64 && second < 128;
});
claim(
  'IPv6 addresses are for documentation',
  'ipv6',
  (value) => isIPv6(value) && value.startsWith('2001:db8:'),
);
claim('basic credentials decode to a pair', 'basic-auth', (value) =>
  /^svc-[0-9a-f]{4}:\w{16}$/.test(Buffer.from(value, 'base64').toString()),
);
claim('JWT parts are JSON', 'jwt', (value) => {
  const [header = '', claims = ''] = value.split('.');
  const parse = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString());
  return (
    (parse(header) as { alg?: string }).alg === 'HS256' &&
    (parse(claims) as { iat?: number }).iat !== undefined
  );
});
claim('GitHub tokens carry their checksum', 'github-token', (value) => {
  const [prefix, body = ''] = value.split('_');
  const order = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const check = [...body.slice(30)].reduce((sum, digit) => sum * 62 + order.indexOf(digit), 0);
  return prefix === 'ghp' && body.length === 36 && check === crc32(body.slice(0, 30));
});

void t.test('cards come from several networks, with and without separators', (t) => {
  const lengths = new Set(all('card-number').map((value) => value.replace(/[ -]/g, '').length));
  t.same([...lengths].sort(), [14, 15, 16]);
  for (const shape of [/^\d{16}$/, /^\d{4} \d{4} \d{4} \d{4}$/, /^\d{4}-\d{6}-\d{5}$/]) {
    t.ok(all('card-number').some((value) => shape.test(value)));
  }
  t.end();
});

void t.test('IBANs come from several countries, with and without spaces', (t) => {
  const countries = new Set(all('iban').map((value) => value.slice(0, 2)));
  t.same([...countries].sort(), ['AT', 'BE', 'DE', 'ES', 'FR', 'GB', 'IT', 'NL', 'PL']);
  t.ok(all('iban').some((value) => value.includes(' ')) && all('iban').some((value) => !value.includes(' ')));
  const lengths: Record<string, number> = {
    AT: 20,
    BE: 16,
    DE: 22,
    ES: 24,
    FR: 27,
    GB: 22,
    IT: 27,
    NL: 18,
    PL: 28,
  };
  t.same(
    all('iban').filter((value) => value.replaceAll(' ', '').length !== lengths[value.slice(0, 2)]),
    [],
  );
  t.end();
});
