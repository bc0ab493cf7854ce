import t from 'tap';
import { ibanCheckDigits, luhnDigit } from '../src/check-digits.js';

void t.test('agrees with published card test numbers', (t) => {
  for (const number of ['4111111111111111', '5555555555554444', '378282246310005', '30569309025904']) {
    t.equal(luhnDigit(number.slice(0, -1)), Number(number.at(-1)));
  }
  t.end();
});

void t.test('agrees with the examples of the IBAN registry', (t) => {
  const examples = [
    'DE89370400440532013000',
    'GB29NWBK60161331926819',
    'FR1420041010050500013M02606',
    'NL91ABNA0417164300',
  ];
  for (const iban of examples) t.equal(ibanCheckDigits(iban.slice(0, 2), iban.slice(4)), iban.slice(2, 4));
  t.end();
});
