import { type Random, upper } from '../random.js';
import { eanDigit, icaoDigit, luhnDigit, mod1110Digit, remainder, weightedSum } from './checksums.js';
import { type BirthDate, birthDate } from './dates.js';

/** Repeats a draw until the number has a check digit; some remainders are not issued. */
export function drawUntil(draw: () => string | undefined): string {
  for (;;) {
    const drawn = draw();
    if (drawn !== undefined) return drawn;
  }
}

const ddmmyy = ({ day, month, year }: BirthDate): string => day + month + year.slice(2);
const yymmdd = ({ day, month, year }: BirthDate): string => year.slice(2) + month + day;

/** § 139b AO: eleven digits; of the first ten one stands twice and one not at all; ISO 7064 MOD 11,10. */
export function deSteuerId(random: Random): string {
  const pool = random.pickSome(Array.from('0123456789'), 9);
  pool.push(random.pick(pool));
  const body = drawUntil(() => {
    const digits = random.pickSome(pool, 10).join('');
    return digits.startsWith('0') ? undefined : digits;
  });
  const id = body + mod1110Digit(body);
  return random.chance(0.7) ? id : id.replace(/^(..)(...)(...)(...)$/, '$1 $2 $3 $4');
}

const letterNumber = (letter: string): string => String(parseInt(letter, 36) - 9).padStart(2, '0');
const crossSum = (value: number): number => Math.floor(value / 10) + (value % 10);

/** VKVV § 2: area, birth date, letter, serial, check digit. */
export function deRvnr(random: Random): string {
  const area = random.pick(['02', '10', '12', '13', '15', '18', '20', '24', '29', '42', '50', '53', '65']);
  const letter = random.pick(Array.from(upper));
  const serial = random.padded(0, 99, 2);
  const date = ddmmyy(birthDate(random));
  const digits = area + date + letterNumber(letter) + serial;
  const weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
  const sum = weights.reduce((total, weight, at) => total + crossSum(weight * Number(digits[at])), 0);
  const id = `${area}${date}${letter}${serial}${sum % 10}`;
  return random.chance(0.7) ? id : `${area} ${date} ${letter} ${id.slice(-3)}`;
}

/** § 290 SGB V: letter, eight digits, check digit. */
export function deKvnr(random: Random): string {
  const letter = random.pick(Array.from(upper));
  const body = random.digits(8);
  const digits = letterNumber(letter) + body;
  const sum = Array.from(digits).reduce(
    (total, char, at) => total + crossSum(Number(char) * (at % 2 === 0 ? 1 : 2)),
    0,
  );
  return `${letter}${body}${sum % 10}`;
}

/** PAuswV: serial number of nine characters without vowels and B, D, Q, S; ICAO 9303 check digit. */
export function dePersonalausweis(random: Random): string {
  const serial = random.pick(Array.from('LMNPRTVWXY')) + random.chars('0123456789CFGHJKLMNPRTVWXYZ', 8);
  return serial + icaoDigit(serial);
}

export function atSvnr(random: Random): string {
  return drawUntil(() => {
    const serial = random.padded(100, 999, 3);
    const date = ddmmyy(birthDate(random));
    const check = weightedSum(serial + date, [3, 7, 9, 5, 8, 4, 2, 1, 6]) % 11;
    if (check === 10) return undefined;
    return `${serial}${check}${random.pick(['', ' '])}${date}`;
  });
}

export function chAhv(random: Random): string {
  const body = `756${random.digits(9)}`;
  const id = body + eanDigit(body);
  return random.chance(0.7) ? id.replace(/^(...)(....)(....)(..)$/, '$1.$2.$3.$4') : id;
}

export function frNir(random: Random): string {
  const { month, year } = birthDate(random);
  const department = random.pick(['13', '31', '33', '44', '59', '67', '69', '75', '78', '92', '94']);
  const commune = random.padded(1, 400, 3);
  const body =
    random.pick(['1', '2']) + year.slice(2) + month + department + commune + random.padded(1, 999, 3);
  const id = body + String(97 - remainder(body, 97)).padStart(2, '0');
  return random.chance(0.5) ? id : id.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, '$1 $2 $3 $4 $5 $6 $7');
}

const dniLetter = (digits: string): string => 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(digits) % 23] ?? '';

export function esDni(random: Random): string {
  const body = random.padded(1_000_000, 99_999_999, 8);
  return body + random.pick(['', '', '-']) + dniLetter(body);
}

export function esNie(random: Random): string {
  const first = random.int(0, 2);
  const body = random.digits(7);
  return `${'XYZ'[first] ?? ''}${body}${dniLetter(String(first) + body)}`;
}

const oddValues = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];
const italianPlaces = [
  'H501',
  'F205',
  'L219',
  'F839',
  'D612',
  'A944',
  'G273',
  'D969',
  'A662',
  'Z112',
  'C351',
];

/** D.M. 23 December 1976; women's days count from 41. */
export function itCodiceFiscale(random: Random): string {
  const { day, month, year } = birthDate(random);
  const born = String(Number(day) + random.pick([0, 40])).padStart(2, '0');
  const name = random.chars('BCDFGLMNPRSTVZ', 6);
  const body =
    name + year.slice(2) + ('ABCDEHLMPRST'[Number(month) - 1] ?? '') + born + random.pick(italianPlaces);
  const sum = Array.from(body).reduce((total, char, at) => {
    const value = char >= 'A' ? parseInt(char, 36) - 10 : Number(char);
    return total + (at % 2 === 0 ? (oddValues[value] ?? 0) : value);
  }, 0);
  return body + (upper[sum % 26] ?? '');
}

export function nlBsn(random: Random): string {
  return drawUntil(() => {
    const body = random.padded(1_000_000, 99_999_999, 8);
    const check = weightedSum(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    return check === 10 ? undefined : `${body}${check}`;
  });
}

export function beNrn(random: Random): string {
  const born = birthDate(random);
  const body = yymmdd(born) + random.padded(1, 997, 3);
  const counted = born.year < '2000' ? body : `2${body}`;
  const id = body + String(97 - remainder(counted, 97)).padStart(2, '0');
  return random.chance(0.6) ? id.replace(/^(..)(..)(..)(...)(..)$/, '$1.$2.$3-$4.$5') : id;
}

export function plPesel(random: Random): string {
  const { day, month, year } = birthDate(random);
  const body =
    year.slice(2) +
    String(Number(month) + (year < '2000' ? 0 : 20)).padStart(2, '0') +
    day +
    random.digits(4);
  return body + String((10 - (weightedSum(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10);
}

export function ptNif(random: Random): string {
  const body = random.pick(['1', '2', '3']) + random.digits(7);
  const check = 11 - (weightedSum(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return body + String(check > 9 ? 0 : check);
}

export function sePersonnummer(random: Random): string {
  const born = birthDate(random);
  const serial = random.padded(1, 999, 3);
  const id = `${yymmdd(born)}-${serial}${luhnDigit(yymmdd(born) + serial)}`;
  const long = born.year.slice(0, 2) + id;
  return random.pick([id, long, long.replace('-', '')]);
}

/** The modulus 11 check held until 2007; later numbers may lack it. These all have it. */
export function dkCpr(random: Random): string {
  return drawUntil(() => {
    const born = birthDate(random);
    const body = ddmmyy(born) + (born.year < '2000' ? random.padded(0, 399, 3) : random.padded(400, 499, 3));
    const check = (11 - (weightedSum(body, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
    if (check === 10 || (born.year >= '2000' && born.year > '2036')) return undefined;
    return `${body.slice(0, 6)}-${body.slice(6)}${check}`;
  });
}

export function noFnr(random: Random): string {
  return drawUntil(() => {
    const born = birthDate(random);
    const body = ddmmyy(born) + (born.year < '2000' ? random.padded(0, 499, 3) : random.padded(500, 999, 3));
    const first = (11 - (weightedSum(body, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11;
    const second = (11 - (weightedSum(body + String(first), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
    return first === 10 || second === 10 ? undefined : `${body}${first}${second}`;
  });
}

export function fiHetu(random: Random): string {
  const born = birthDate(random);
  const serial = random.padded(2, 899, 3);
  const check = '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(ddmmyy(born) + serial) % 31] ?? '';
  return `${ddmmyy(born)}${born.year < '2000' ? '-' : 'A'}${serial}${check}`;
}

export function iePps(random: Random): string {
  const body = random.digits(7);
  const second = random.pick(['', 'A']);
  const extra = second === '' ? 0 : (parseInt(second, 36) - 9) * 9;
  const check = (weightedSum(body, [8, 7, 6, 5, 4, 3, 2]) + extra) % 23;
  return body + ('WABCDEFGHIJKLMNOPQRSTUV'[check] ?? '') + second;
}
