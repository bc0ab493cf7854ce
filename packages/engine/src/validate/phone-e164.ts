import { isDigit } from './bytes.js';

/** Country calling codes in use (ITU-T E.164 list of assigned codes); a trailing x stands for any digit. */
const codes =
  '1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 ' +
  '90 91 92 93 94 95 98 211 212 213 216 218 22x 23x 24x 250 251 252 253 254 255 256 257 258 26x 290 291 297 298 299 ' +
  '35x 370 371 372 373 374 375 376 377 378 379 380 381 382 383 385 386 387 389 420 421 423 50x 59x 670 672 673 674 ' +
  '675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 800 808 850 852 853 855 856 870 878 880 881 ' +
  '882 883 886 888 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 979 992 993 994 995 996 998';
const countryCode = new RegExp(`^(?:${codes.replaceAll('x', '[0-9]').replaceAll(' ', '|')})`);

/** 8 to 15 digits (E.164 section 6) that begin with an assigned country code, after an optional + or 00. */
export function isPhoneE164(bytes: Buffer, start: number, end: number): boolean {
  let digits = '';
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (isDigit(byte)) digits += String.fromCharCode(byte);
  }
  const number = digits.startsWith('00') ? digits.slice(2) : digits;
  return number.length >= 8 && number.length <= 15 && countryCode.test(number);
}
