import t from 'tap';
import { stdnum } from 'stdnum';
import type { nationalKinds } from '../../src/accuracy/kinds.js';
import { Random } from '../../src/accuracy/random.js';
import { nationalSources } from '../../src/accuracy/sources/national.js';
import { crc32, luhnDigit, verhoeffDigit } from '../../src/accuracy/values/checksums.js';
import { imei, publicIpv4, publicIpv6 } from '../../src/accuracy/values/devices.js';
import { cardDigits, iban, trackData } from '../../src/accuracy/values/money.js';
import { vendorSecrets } from '../../src/accuracy/values/vendor-secrets.js';
import { World, type Value } from '../../src/accuracy/world.js';
import { isIPv4, isIPv6 } from 'node:net';

type NationalKind = (typeof nationalKinds)[number];

/**
 * Somebody else's implementation of the same standards, by country and name. It knows no KVNR, no Personalausweis, no
 * NHS number, no ITIN and no Medicare card.
 */
const judges: Partial<Record<NationalKind, readonly [country: string, name: string]>> = {
  'de-steuer-id': ['DE', 'idnr'],
  'de-rvnr': ['DE', 'svnr'],
  'at-svnr': ['AT', 'vnr'],
  'ch-ahv': ['CH', 'ssn'],
  'fr-nir': ['FR', 'nir'],
  'es-dni': ['ES', 'dni'],
  'es-nie': ['ES', 'nie'],
  'it-codice-fiscale': ['IT', 'codicefiscale'],
  'nl-bsn': ['NL', 'bsn'],
  'be-nrn': ['BE', 'nn'],
  'pl-pesel': ['PL', 'pesel'],
  'pt-nif': ['PT', 'nif'],
  'se-personnummer': ['SE', 'personnummer'],
  'dk-cpr': ['DK', 'cpr'],
  'no-fnr': ['NO', 'fodselsnummer'],
  'fi-hetu': ['FI', 'hetu'],
  'ie-pps': ['IE', 'pps'],
  'gb-nino': ['GB', 'nino'],
  'us-ssn': ['US', 'ssn'],
  'ca-sin': ['CA', 'sin'],
  'br-cpf': ['BR', 'cpf'],
  'in-aadhaar': ['IN', 'aadhaar'],
  'au-tfn': ['AU', 'tfn'],
  'ro-cnp': ['RO', 'cnp'],
  'bg-egn': ['BG', 'egn'],
  'hr-oib': ['HR', 'oib'],
  'cz-rodne-cislo': ['CZ', 'rc'],
  'ee-isikukood': ['EE', 'ik'],
};

const textValue = (value: Value): string => (typeof value === 'string' ? value : '');

/** Undefined where the other implementation does not know the kind. */
function isValid(kind: NationalKind, value: string): boolean | undefined {
  const judge = judges[kind];
  if (judge === undefined) return undefined;
  const validator = stdnum[judge[0]]?.[judge[1]];
  if (validator === undefined) throw new Error(`${judge.join('.')} is gone`);
  // It wants the hyphen that Sweden's twelve digits do without.
  return validator.validate(kind === 'se-personnummer' ? value.replace(/^(\d{8})(\d{4})$/, '$1-$2') : value)
    .isValid;
}

t.test('draws national identifiers that another implementation calls valid', (t) => {
  for (const { kind, keyed } of nationalSources) {
    const [{ value } = { value: () => '' }] = keyed;
    const world = new World('tune', 7);
    const drawn = Array.from({ length: 200 }, () => textValue(value(world)));
    if (judges[kind as NationalKind] === undefined) t.ok(new Set(drawn).size > 190, `${kind} varies`);
    else
      t.same(
        drawn.filter((one) => isValid(kind as NationalKind, one) !== true),
        [],
        kind,
      );
  }
  t.end();
});

t.test('computes the check digits of published numbers', (t) => {
  t.equal(luhnDigit('411111111111111'), '1', 'the test card of every payment service');
  t.equal(luhnDigit('49015420323751'), '8', 'the IMEI of the standard');
  t.equal(verhoeffDigit('236'), '3', 'the usual example of the Verhoeff scheme');
  t.end();
});

t.test('draws cards, IBANs and IMEIs whose checksums hold', (t) => {
  const random = new Random(3);
  const isLuhn = (digits: string): boolean => luhnDigit(digits.slice(0, -1)) === digits.at(-1);
  const mod97 = (text: string): bigint =>
    BigInt([...text.slice(4), ...text.slice(0, 4)].map((char) => String(parseInt(char, 36))).join('')) % 97n;
  for (let at = 0; at < 200; at += 1) {
    t.ok(isLuhn(cardDigits(random)));
    t.ok(isLuhn(imei(random)));
    t.equal(mod97(iban(random).replaceAll(' ', '')), 1n);
    t.match(trackData(random), /^(?:%B\d{13,19}\^[A-Z/ ]+\^\d{17}\?|;\d{13,19}=\d{17}\?)$/);
  }
  t.end();
});

t.test('draws addresses that Node parses', (t) => {
  const random = new Random(5);
  for (let at = 0; at < 200; at += 1) {
    t.ok(isIPv4(publicIpv4(random)));
    t.ok(isIPv6(publicIpv6(random)));
  }
  t.end();
});

t.test('ends npm tokens in the CRC-32 of their random part', (t) => {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const token = vendorSecrets['npm-token'](new Random(1)).slice('npm_'.length);
  const check = [...token.slice(30)].reduce((value, char) => value * 62 + alphabet.indexOf(char), 0);
  t.equal(token.length, 36);
  t.equal(crc32('123456789'), 0xcbf43926, 'the check value of the CRC catalogue');
  t.equal(check, crc32(token.slice(0, 30)));
  t.end();
});
