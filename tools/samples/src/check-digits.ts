/** The digit that makes `digits` plus it pass the Luhn check (ISO/IEC 7812-1, annex B). */
export function luhnDigit(digits: string): number {
  let sum = 0;
  for (let i = digits.length - 1, double = true; i >= 0; i--, double = !double) {
    const digit = digits.charCodeAt(i) - 48;
    const weighted = double ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return (10 - (sum % 10)) % 10;
}

/** The two check digits of an IBAN (ISO 13616, ISO 7064 mod 97-10). `bban` holds digits and capital letters. */
export function ibanCheckDigits(country: string, bban: string): string {
  let rest = 0;
  for (const character of `${bban}${country}00`) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return String(98 - rest).padStart(2, '0');
}
