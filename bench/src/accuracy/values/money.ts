import type { Random } from '../random.js';
import { luhnDigit, remainder } from './checksums.js';

/** ISO/IEC 7812 ranges of the networks, from their public BIN tables: prefixes and lengths. */
const networks: readonly { readonly prefixes: () => readonly string[]; readonly length: number }[] = [
  { prefixes: () => ['4'], length: 16 },
  { prefixes: () => ['51', '52', '53', '54', '55', '2221', '2500', '2720'], length: 16 },
  { prefixes: () => ['34', '37'], length: 15 },
  { prefixes: () => ['6011', '644', '65'], length: 16 },
  { prefixes: () => ['300', '305', '36', '38'], length: 14 },
  { prefixes: () => ['3528', '3589', '3566'], length: 16 },
  { prefixes: () => ['622126', '622925', '6250'], length: 16 },
  { prefixes: () => ['5018', '5020', '6304', '6759'], length: 16 },
];

export function cardDigits(random: Random): string {
  const network = random.chance(0.5) ? random.pick(networks.slice(0, 2)) : random.pick(networks);
  const prefix = random.pick(network.prefixes());
  const body = prefix + random.digits(network.length - 1 - prefix.length);
  return body + luhnDigit(body);
}

/** As typed or printed: together, in groups of four (American Express: 4-6-5). */
export function cardNumber(random: Random): string {
  const digits = cardDigits(random);
  const separator = random.pick(['', '', ' ', '-']);
  if (digits.length === 15) return digits.replace(/^(.{4})(.{6})(.{5})$/, `$1${separator}$2${separator}$3`);
  if (digits.length === 14) return digits.replace(/^(.{4})(.{6})(.{4})$/, `$1${separator}$2${separator}$3`);
  return digits.replace(/(.{4})(?=.)/g, `$1${separator}`);
}

/** ISO/IEC 7813: track 1 in format B, or track 2. */
export function trackData(random: Random): string {
  const expiry = random.padded(26, 31, 2) + random.padded(1, 12, 2);
  const service = random.pick(['101', '201', '121', '220']);
  const name = random.pick(['MUELLER/ANNA', 'SMITH/JOHN', 'NOVAK/JANA', 'ROSSI/MARIO', 'DUPONT/CLAIRE A']);
  const card = cardDigits(random);
  if (random.chance(0.5)) return `%B${card}^${name}^${expiry}${service}${random.digits(10)}?`;
  return `;${card}=${expiry}${service}${random.digits(10)}?`;
}

/** The SWIFT IBAN registry's BBAN structures: n digits, a capital letters, c both. */
const ibans: readonly (readonly [country: string, structure: string])[] = [
  ['DE', 'n18'],
  ['DE', 'n18'],
  ['DE', 'n18'],
  ['AT', 'n16'],
  ['CH', 'n5c12'],
  ['FR', 'n10c11n2'],
  ['ES', 'n20'],
  ['IT', 'a1n10c12'],
  ['NL', 'a4n10'],
  ['BE', 'n12'],
  ['GB', 'a4n14'],
  ['PL', 'n24'],
  ['PT', 'n21'],
  ['SE', 'n20'],
  ['DK', 'n14'],
  ['NO', 'n11'],
  ['FI', 'n14'],
  ['IE', 'a4n14'],
  ['LU', 'n3c13'],
  ['CZ', 'n20'],
];

/** ISO 13616 with ISO 7064 MOD 97-10. */
export function iban(random: Random): string {
  const [country, structure] = random.pick(ibans);
  const bban = [...structure.matchAll(/([nac])(\d+)/g)].reduce((text, [, type, count]) => {
    const alphabet = { n: '0123456789', a: 'ABCDEFGHIKLMNOPRSTUVW', c: '0123456789' }[type ?? 'n'] ?? '';
    return text + random.chars(alphabet, Number(count));
  }, '');
  const digits = Array.from(`${bban}${country}00`)
    .map((char) => String(parseInt(char, 36)))
    .join('');
  const text = `${country}${String(98 - remainder(digits, 97)).padStart(2, '0')}${bban}`;
  return random.chance(0.6) ? text : text.replace(/(.{4})(?=.)/g, '$1 ');
}

/** ISO 9362: business party prefix, country, location, branch. */
export function bic(random: Random): string {
  const prefix = random.pick([
    'DEUT',
    'COBA',
    'GENO',
    'BNPA',
    'ABNA',
    'INGD',
    'RABO',
    'UBSW',
    'BARC',
    'NDEA',
    'BCIT',
  ]);
  const country = random.pick(['DE', 'FR', 'NL', 'CH', 'GB', 'IT', 'AT', 'BE', 'SE']);
  const location = random.pick(['FF', 'PP', '2A', '2L', 'ZH', '22', 'MM', 'HH', 'DB']);
  return prefix + country + location + random.pick(['', 'XXX', random.digits(3)]);
}
