import type { Random } from '../random.js';
import { luhnDigit, mod1110Digit, remainder, verhoeffDigit, weightedSum } from './checksums.js';
import { birthDate } from './dates.js';
import { drawUntil } from './national-europe.js';

/** HMRC NIM39110: letters that are not used, and prefixes that are not issued. */
export function gbNino(random: Random): string {
  const prefix = drawUntil(() => {
    const drawn = random.chars('ABCEGHJKLMNOPRSTWXYZ', 1) + random.chars('ABCEGHJKLMNPRSTWXYZ', 1);
    return ['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'].includes(drawn) || drawn.startsWith('O')
      ? undefined
      : drawn;
  });
  const digits = random.digits(6);
  const suffix = random.pick(Array.from('ABCD'));
  return random.pick([
    prefix + digits + suffix,
    `${prefix} ${digits.replace(/(..)(..)(..)/, '$1 $2 $3')} ${suffix}`,
  ]);
}

export function gbNhs(random: Random): string {
  return drawUntil(() => {
    const body = random.pick(['4', '6', '7', '9']) + random.digits(8);
    const check = 11 - (weightedSum(body, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
    if (check === 10) return undefined;
    const id = body + String(check === 11 ? 0 : check);
    return random.chance(0.5) ? id : id.replace(/^(...)(...)(....)$/, '$1 $2 $3');
  });
}

/** SSA: area 001 to 899 without 666, group 01 to 99, serial 0001 to 9999. */
export function usSsn(random: Random): string {
  const area = drawUntil(() => {
    const drawn = random.padded(1, 899, 3);
    return drawn === '666' ? undefined : drawn;
  });
  const separator = random.pick(['-', '-', '-', '', ' ']);
  return [area, random.padded(1, 99, 2), random.padded(1, 9999, 4)].join(separator);
}

/** IRS: begins with 9; the fourth and fifth digits are 50 to 65, 70 to 88, 90 to 92 or 94 to 99. */
export function usItin(random: Random): string {
  const group = random.pick([random.int(50, 65), random.int(70, 88), random.int(90, 92), random.int(94, 99)]);
  return [`9${random.digits(2)}`, String(group), random.padded(1, 9999, 4)].join(random.pick(['-', '-', '']));
}

export function caSin(random: Random): string {
  const body = String(random.int(1, 7)) + random.digits(7);
  const id = body + luhnDigit(body);
  return id.replace(/^(...)(...)(...)$/, random.pick(['$1 $2 $3', '$1-$2-$3', '$1$2$3']));
}

export function brCpf(random: Random): string {
  const body = random.padded(10_000_000, 998_999_999, 9);
  const check = (digits: string): string => {
    const weights = Array.from(digits).map((_, at) => digits.length + 1 - at);
    const rest = weightedSum(digits, weights) % 11;
    return String(rest < 2 ? 0 : 11 - rest);
  };
  const first = check(body);
  const id = body + first + check(body + first);
  return random.chance(0.6) ? id.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4') : id;
}

export function inAadhaar(random: Random): string {
  const body = String(random.int(2, 9)) + random.digits(10);
  const id = body + verhoeffDigit(body);
  return random.chance(0.5) ? id : id.replace(/^(....)(....)(....)$/, '$1 $2 $3');
}

export function auTfn(random: Random): string {
  return drawUntil(() => {
    const body = String(random.int(1, 9)) + random.digits(7);
    const sum = weightedSum(body, [1, 4, 3, 7, 5, 8, 6, 9]);
    const check = Array.from('0123456789').find((digit) => (sum + 10 * Number(digit)) % 11 === 0);
    if (check === undefined) return undefined;
    return (body + check).replace(/^(...)(...)(...)$/, random.pick(['$1 $2 $3', '$1$2$3']));
  });
}

/** Digits 1 to 8 are weighted into the ninth; the tenth counts the card's issues. */
export function auMedicare(random: Random): string {
  const body = String(random.int(2, 6)) + random.digits(7);
  const check = weightedSum(body, [1, 3, 7, 9, 1, 3, 7, 9]) % 10;
  const id = `${body}${check}${random.int(1, 9)}`;
  return random.chance(0.5) ? id : id.replace(/^(....)(.....)(.)$/, '$1 $2 $3');
}

export function roCnp(random: Random): string {
  const { day, month, year } = birthDate(random);
  const sex = String((year < '2000' ? 1 : 5) + random.int(0, 1));
  const body = sex + year.slice(2) + month + day + random.padded(1, 46, 2) + random.padded(1, 999, 3);
  const check = weightedSum(body, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return body + String(check === 10 ? 1 : check);
}

export function bgEgn(random: Random): string {
  const { day, month, year } = birthDate(random);
  const shifted = String(Number(month) + (year < '2000' ? 0 : 40)).padStart(2, '0');
  const body = year.slice(2) + shifted + day + random.digits(3);
  return body + String((weightedSum(body, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10);
}

export function hrOib(random: Random): string {
  const body = random.digits(10);
  return body + mod1110Digit(body);
}

/** Since 1954: ten digits, divisible by 11; women's months count from 51. */
export function czRodneCislo(random: Random): string {
  return drawUntil(() => {
    const { day, month, year } = birthDate(random);
    if (year < '1954') return undefined;
    const shifted = String(Number(month) + random.pick([0, 50])).padStart(2, '0');
    const body = year.slice(2) + shifted + day + random.digits(3);
    const check = (11 - remainder(`${body}0`, 11)) % 11;
    return check === 10
      ? undefined
      : `${body.slice(0, 6)}${random.pick(['/', '/', ''])}${body.slice(6)}${check}`;
  });
}

export function eeIsikukood(random: Random): string {
  const { day, month, year } = birthDate(random);
  const body =
    String((year < '2000' ? 3 : 5) + random.int(0, 1)) +
    year.slice(2) +
    month +
    day +
    random.padded(1, 710, 3);
  const first = weightedSum(body, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const second = weightedSum(body, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return body + String(first < 10 ? first : second % 10);
}
