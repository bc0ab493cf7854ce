import parsePhoneNumber, { isSupportedCountry } from 'libphonenumber-js/max';
import { isDigit } from './bytes.js';

/** E.164 section 6: at most 15 digits; 00 or a trunk prefix in front and brackets, spaces and a + in between. */
const longestWritten = 32;
const mostDigits = 17;
const fewestDigits = 7;

/** Byte kinds of phone numbers: what may stand between digits. */
const isPunctuation = new Uint8Array(256);
for (const byte of Buffer.from(' +-./()')) isPunctuation[byte] = 1;

/** Counts the digits; 0 if anything stands there that no phone number holds. */
function countDigits(bytes: Buffer, start: number, end: number): number {
  if (end - start > longestWritten) return 0;
  let count = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (isDigit(byte)) count += 1;
    else if (isPunctuation[byte] === 0) return 0;
  }
  return count;
}

/** The number in international form with its +; undefined if it has none. */
function readInternational(bytes: Buffer, start: number, end: number): string | undefined {
  const count = countDigits(bytes, start, end);
  if (count < fewestDigits || count > mostDigits) return undefined;
  const text = bytes.toString('latin1', start, end).replace(/[^0-9+]/g, '');
  if (text.startsWith('+')) return text;
  return `+${text.startsWith('00') ? text.slice(2) : text}`;
}

/**
 * An assigned country code (ITU-T E.164) and as many digits as its numbers have, by the metadata of Google's
 * libphonenumber; an optional + or 00 stands in front. Numbers that are kept free for fiction pass.
 */
export function isPhoneE164(bytes: Buffer, start: number, end: number): boolean {
  const number = readInternational(bytes, start, end);
  return number !== undefined && parsePhoneNumber(number)?.isPossible() === true;
}

/** As `isPhoneE164`, and the digits lie in a range that is given out. */
export function isPhone(bytes: Buffer, start: number, end: number): boolean {
  const number = readInternational(bytes, start, end);
  return number !== undefined && parsePhoneNumber(number)?.isValid() === true;
}

/** Countries by the digits that are dialled in front of a number within them (ITU): the EU, the UK and their neighbours. */
const countriesByTrunk = {
  '0': 'DE GB FR NL BE AT CH SE IE RO FI BG HR SK SI LT',
  '06': 'HU',
  '': 'IT ES PL PT DK NO CZ GR LV EE LU CY MT IS',
};

const plans = Object.entries(countriesByTrunk).flatMap(([trunk, countries]) =>
  countries
    .split(' ')
    .filter((country) => isSupportedCountry(country))
    .map((country) => ({ country, trunk })),
);

/** NANP: area and exchange begin with 2 to 9. Not only areas in use, so that 555, which stands for none, passes too. */
const northAmerican = /^1?[2-9][0-9]{2}[2-9][0-9]{6}$/;

/** Kept free for fiction by Ofcom and ARCEP, and so in no plan's ranges. */
const fictional = /^0(?:7700900|19900|26191|35301|46571|53649|63998)/;

/**
 * A number as it is dialled within a country of the EU, Iceland, Norway, Switzerland, the UK, or North America: one of
 * their numbering plans has it. Digits alone prove little, so a pattern should ask for a word near it.
 */
export function isPhoneNational(bytes: Buffer, start: number, end: number): boolean {
  const count = countDigits(bytes, start, end);
  if (count < fewestDigits || count > 14) return false;
  const text = bytes.toString('latin1', start, end).replace(/[^0-9]/g, '');
  if (northAmerican.test(text) || (text.length >= 10 && fictional.test(text))) return true;
  return plans.some(
    ({ country, trunk }) => text.startsWith(trunk) && parsePhoneNumber(text, country)?.isValid() === true,
  );
}
